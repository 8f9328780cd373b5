//! The order in which nodes come: what is needed first, ties by name.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::draft::Ranked;

/// What came of looking for an order.
#[derive(Debug)]
pub(super) enum Order {
    /// All nodes, each after what it needs; of those that may come next, always the one whose
    /// name comes first.
    Found(Vec<usize>),
    /// There is none. For each node whether it lies in a circle or needs one that does.
    Knotted(Vec<bool>),
}

/// Finds the order of nodes 0, 1, … `count`, by taking away, again and again, the first node that
/// needs nothing any more. The cost is n log n, however deep the graph is.
pub(super) fn order(count: usize, edges: &[Ranked]) -> Order {
    let users = users(count, edges);
    let mut missing = vec![0_usize; count];
    for edge in edges {
        if let Some(number) = missing.get_mut(edge.user) {
            *number += 1;
        }
    }
    let free = missing.iter().enumerate().filter(|(_, number)| **number == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = free.map(|(node, _)| Reverse(node)).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse(node)) = ready.pop() {
        order.push(node);
        for &user in users.get(node).into_iter().flatten() {
            if let Some(number) = missing.get_mut(user) {
                *number -= 1;
                if *number == 0 {
                    ready.push(Reverse(user));
                }
            }
        }
    }
    if order.len() == count {
        return Order::Found(order);
    }
    Order::Knotted(missing.into_iter().map(|number| number > 0).collect())
}

/// For each node those that need it, once for every edge.
fn users(count: usize, edges: &[Ranked]) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); count];
    for edge in edges {
        if let Some(users) = users.get_mut(edge.needed) {
            users.push(edge.user);
        }
    }
    users
}

/// The wave of each node, counted from zero: those of one wave can be done at once, after those of
/// the waves before. Each node is in the first wave that it can be in.
///
/// Edges lead from a position in the order to an earlier one, and come by the later of the two.
pub(super) fn waves(count: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut waves = vec![0_usize; count];
    for (user, needed) in edges {
        let after = waves.get(needed).map_or(0, |wave| wave + 1);
        if let Some(wave) = waves.get_mut(user) {
            *wave = after.max(*wave);
        }
    }
    waves
}
