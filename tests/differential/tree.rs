//! Text that knows its parts, so that it can be made smaller and stay well formed.

/// A piece of text made of pieces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Tree {
    parts: Vec<Part>,
    /// What may stand in its place, all simpler than it.
    simpler: &'static [&'static str],
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    /// A piece that any piece inside of it could replace.
    Tree(Tree),
    /// The inside of a JSON string.
    Escaped(Tree),
    /// Pieces that can be left out, and what stands between them.
    List(&'static str, Vec<Tree>),
}

/// What may stand for any expression.
const SIMPLE_EXPRESSIONS: &[&str] = &["0", "\"\"", "null"];

impl Tree {
    /// Nothing.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// An expression, nothing of it written yet.
    pub(super) fn expression() -> Self {
        Self { simpler: SIMPLE_EXPRESSIONS, ..Self::default() }
    }

    /// Text that cannot be taken apart.
    pub(super) fn leaf(text: impl Into<String>) -> Self {
        Self::new().text(text)
    }

    pub(super) fn text(self, text: impl Into<String>) -> Self {
        self.part(Part::Text(text.into()))
    }

    pub(super) fn tree(self, tree: Self) -> Self {
        self.part(Part::Tree(tree))
    }

    pub(super) fn escaped(self, tree: Self) -> Self {
        self.part(Part::Escaped(tree))
    }

    pub(super) fn list(self, between: &'static str, items: Vec<Self>) -> Self {
        self.part(Part::List(between, items))
    }

    fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// The text.
    pub(super) fn render(&self) -> String {
        self.parts.iter().map(Part::render).collect()
    }

    /// Every text that is one step smaller.
    pub(super) fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            all.extend(part.smaller().into_iter().map(|smaller| {
                let mut whole = self.clone();
                whole.parts[at] = smaller;
                whole
            }));
        }
        all
    }

    /// What could stand in place of this: each piece in it, and the simpler texts.
    fn instead(&self) -> Vec<Self> {
        let whole = self.render();
        let inside =
            self.parts.iter().flat_map(Part::inside).filter(|tree| !tree.simpler.is_empty());
        let simpler = self.simpler.iter().map(|text| Self::leaf(*text));
        let shorter = simpler.filter(|tree| tree.render().len() < whole.len());
        inside.cloned().chain(shorter).collect()
    }
}

impl Part {
    fn render(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Tree(tree) => tree.render(),
            Self::Escaped(tree) => escape(&tree.render()),
            Self::List(between, items) => {
                items.iter().map(Tree::render).collect::<Vec<_>>().join(between)
            }
        }
    }

    fn inside(&self) -> &[Tree] {
        match self {
            Self::Text(_) => &[],
            Self::Tree(tree) | Self::Escaped(tree) => std::slice::from_ref(tree),
            Self::List(_, items) => items,
        }
    }

    fn smaller(&self) -> Vec<Self> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::Tree(tree) => {
                tree.instead().into_iter().chain(tree.smaller()).map(Self::Tree).collect()
            }
            Self::Escaped(tree) => tree.smaller().into_iter().map(Self::Escaped).collect(),
            Self::List(between, items) => smaller_lists(between, items),
        }
    }
}

/// The list without each half, without each item, and with each item made smaller.
fn smaller_lists(between: &'static str, items: &[Tree]) -> Vec<Part> {
    let (first, second) = items.split_at(items.len() / 2);
    let halves = [first, second].into_iter().filter(|half| half.len() + 1 < items.len());
    let mut all: Vec<Vec<Tree>> = halves.map(<[Tree]>::to_vec).collect();
    for at in 0..items.len() {
        let mut without = items.to_vec();
        without.remove(at);
        all.push(without);
        for smaller in items[at].smaller() {
            let mut changed = items.to_vec();
            changed[at] = smaller;
            all.push(changed);
        }
    }
    all.into_iter().map(|items| Part::List(between, items)).collect()
}

fn escape(text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("strings are JSON");
    quoted[1..quoted.len() - 1].to_owned()
}

#[test]
fn each_smaller_text_is_one_step_away() {
    let item = |text: &str| Tree::expression().text(text);
    let call = Tree::expression().text("f(").list(", ", vec![item("10"), item("20")]).text(")");
    let whole = Tree::new().text("a = ").tree(call);
    assert_eq!(whole.render(), "a = f(10, 20)");
    let smaller: Vec<String> = whole.smaller().iter().map(Tree::render).collect();
    let expected = ["a = 10", "a = 20", "a = 0", "a = \"\"", "a = null", "a = f(20)", "a = f(10)"];
    assert_eq!(smaller, expected);
}
