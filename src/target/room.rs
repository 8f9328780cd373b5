//! How much room a list has in bake.
//!
//! bake's lists are Go slices: an array with room for more things than the list has, which several
//! lists may be parts of. What is added to one of them goes into that room, and there it may
//! overwrite what was added to another. So how much room there is shows in a plan (see
//! `select::shared`), and this is how Go decides it: `growslice` of its runtime, which doubles
//! short lists, and the sizes in which its allocator hands out memory.

/// What a list has in its array for each thing: a pointer, or a text with its length. In bytes.
pub const POINTER: usize = 8;
/// See [`POINTER`].
pub const TEXT: usize = 16;

/// The sizes in which memory is handed out, in bytes; above them, it is whole [`PAGE`]s.
const SIZES: [usize; 67] = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
    384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048,
    2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728,
    10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672,
    32768,
];
const PAGE: usize = 8_192;
/// From this size on, in bytes, memory with pointers in it has a [`HEADER`].
const HEADED: usize = 512;
/// How long that is, in bytes.
const HEADER: usize = 8;
/// From this many things on, a list grows by less than its double.
const LONG: usize = 256;

/// The room of a list of `len` things with room for `room`, once it has `added` more. `bytes` is
/// what one of them takes.
pub fn grown(room: usize, len: usize, added: usize, bytes: usize) -> usize {
    let needed = len.saturating_add(added);
    if needed <= room {
        return room;
    }
    handed_out(aimed_at(room, needed).saturating_mul(bytes)) / bytes
}

/// The room of a list that was made thing by thing, as `dedupSlice` of bake does it.
pub fn one_by_one(len: usize, bytes: usize) -> usize {
    (0..len).fold(0, |room, before| grown(room, before, 1, bytes))
}

fn aimed_at(room: usize, needed: usize) -> usize {
    if needed > room.saturating_mul(2) {
        return needed;
    }
    if room < LONG {
        return room * 2;
    }
    let mut aim = room;
    while aim < needed {
        aim += (aim + 3 * LONG) / 4;
    }
    aim
}

/// How much memory there is for this much, in bytes.
fn handed_out(wanted: usize) -> usize {
    let header = if wanted > HEADED { HEADER } else { 0 };
    let fitting = SIZES.iter().find(|size| **size >= wanted + header);
    fitting.map_or_else(|| wanted.next_multiple_of(PAGE), |size| size - header)
}

#[cfg(test)]
mod tests {
    use super::{POINTER, TEXT, grown, one_by_one};

    /// As Go 1.26 says, with which bake is built: `cap(append(make([]T, len, room), added...))`,
    /// for pointers and for texts.
    const BY_GO: [([usize; 3], [usize; 2]); 22] = [
        ([0, 0, 1], [1, 1]),
        ([1, 1, 1], [2, 2]),
        ([2, 2, 1], [4, 4]),
        ([3, 3, 2], [6, 6]),
        ([4, 4, 5], [10, 9]),
        ([5, 5, 1], [10, 10]),
        ([0, 0, 5], [6, 5]),
        ([0, 0, 7], [8, 7]),
        ([3, 4, 3], [8, 8]),
        ([32, 32, 1], [64, 71]),
        ([33, 64, 1], [64, 64]),
        ([33, 33, 1], [71, 71]),
        ([64, 64, 1], [143, 143]),
        ([100, 100, 30], [223, 215]),
        ([256, 256, 1], [607, 591]),
        ([512, 512, 1], [847, 847]),
        ([1000, 1000, 1], [1535, 1535]),
        ([2000, 2000, 1], [2719, 3072]),
        ([5000, 5000, 1], [7168, 6656]),
        ([20000, 20000, 1], [25600, 25600]),
        ([0, 0, 700], [767, 767]),
        ([10, 10, 4090], [5120, 4608]),
    ];

    #[test]
    fn room_is_what_go_gives() {
        for ([len, room, added], [pointers, texts]) in BY_GO {
            let ours = [POINTER, TEXT].map(|bytes| grown(room, len, added, bytes));
            assert_eq!(ours, [pointers, texts], "{added} added to {len} with room for {room}");
        }
    }

    #[test]
    fn a_list_made_thing_by_thing_doubles() {
        let rooms: Vec<usize> = (0..10).map(|len| one_by_one(len, TEXT)).collect();
        assert_eq!(rooms, [0, 1, 2, 4, 4, 8, 8, 8, 8, 16]);
    }
}
