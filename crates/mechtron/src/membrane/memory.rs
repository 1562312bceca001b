//! A guest's memory: who gets which piece of it.
//!
//! Blocks have a power of two of bytes and lie at a multiple of their size, as far as that is a page.
//! A block that is given back is kept with those of its size, for the next who wants one; blocks are never
//! joined. So nobody gets more than twice what he asks for, and the code is a twentieth of what Rust
//! brings along, in size and in fuel.
//!
//! The other file with unsafe code: it is here that numbers become memory.
#![allow(unsafe_code)]
#![cfg_attr(not(any(target_arch = "wasm32", test)), allow(dead_code))] // natively the system has its own

/// Bytes of a page of wasm: what a memory grows by.
const PAGE: usize = 1 << 16;
/// The size of the smallest block, as a power of two: there is room for the link to the next free one.
const LEAST: usize = 4;

/// What is free: blocks by the power of two that is their size, and the rest behind the last that was cut.
struct Heap {
    free: [usize; usize::BITS as usize],
    at: usize,
    end: usize,
}

impl Heap {
    /// Nothing is free yet.
    const fn new() -> Self {
        Self {
            free: [0; usize::BITS as usize],
            at: 0,
            end: 0,
        }
    }

    /// The size that a block for so many bytes has, as a power of two.
    fn class(size: usize, align: usize) -> Option<usize> {
        let least = size.max(align).max(1 << LEAST);
        let size = least.checked_next_power_of_two()?;
        (align <= PAGE).then_some(size.trailing_zeros() as usize)
    }

    /// A block; none where there is no memory. `grow` makes the memory larger by so many pages, and gives the
    /// address at which they begin.
    ///
    /// # Safety
    ///
    /// What `grow` gives is memory of nobody else, and all blocks that were given back are.
    unsafe fn take(
        &mut self,
        class: usize,
        grow: impl FnMut(usize) -> Option<usize>,
    ) -> Option<usize> {
        let head = self.free.get_mut(class)?;
        if *head == 0 {
            return unsafe { self.cut(1 << class, grow) };
        }
        let block = *head;
        // SAFETY: a free block begins with the address of the next one
        *head = unsafe { *(block as *const usize) };
        Some(block)
    }

    /// Keeps a block for the next who wants one of its size.
    ///
    /// # Safety
    ///
    /// It is a block of that size, and nobody uses it.
    unsafe fn give_back(&mut self, block: usize, class: usize) {
        if let Some(head) = self.free.get_mut(class) {
            // SAFETY: a block has room for an address, and lies at a multiple of its size
            unsafe { *(block as *mut usize) = *head };
            *head = block;
        }
    }

    /// A block from the rest, and what lies before the first place that will do becomes free blocks.
    unsafe fn cut(
        &mut self,
        size: usize,
        mut grow: impl FnMut(usize) -> Option<usize>,
    ) -> Option<usize> {
        loop {
            let align = size.min(PAGE);
            let start = self.at.checked_add(align - 1)? & !(align - 1);
            let behind = start.checked_add(size)?;
            if behind <= self.end {
                while self.at < start {
                    let class = self.at.trailing_zeros() as usize;
                    let block = self.at;
                    self.at += 1 << class;
                    unsafe { self.give_back(block, class) };
                }
                self.at = behind;
                return Some(start);
            }
            let pages = (behind - self.end).div_ceil(PAGE);
            let fresh = grow(pages)?;
            if fresh != self.end {
                self.at = fresh;
            }
            self.end = fresh + pages * PAGE;
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod guest {
    use std::alloc::{GlobalAlloc, Layout};
    use std::cell::UnsafeCell;
    use std::ptr;

    use super::{Heap, PAGE};

    /// The memory of a guest.
    struct Memory(UnsafeCell<Heap>);

    // SAFETY: a guest has one thread
    unsafe impl Sync for Memory {}

    #[global_allocator]
    static MEMORY: Memory = Memory(UnsafeCell::new(Heap::new()));

    fn grow(pages: usize) -> Option<usize> {
        match core::arch::wasm32::memory_grow::<0>(pages) {
            usize::MAX => None,
            before => Some(before * PAGE),
        }
    }

    // SAFETY: each block is somebody's from `take` to `give_back`, and none overlaps another
    unsafe impl GlobalAlloc for Memory {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let heap = unsafe { &mut *self.0.get() };
            let class = Heap::class(layout.size(), layout.align());
            let block = class.and_then(|class| unsafe { heap.take(class, grow) });
            block.unwrap_or_default() as *mut u8
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            let heap = unsafe { &mut *self.0.get() };
            if let Some(class) = Heap::class(layout.size(), layout.align()) {
                unsafe { heap.give_back(block as usize, class) };
            }
        }

        unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            if Heap::class(layout.size(), layout.align()) == Heap::class(size, layout.align()) {
                return block;
            }
            unsafe {
                let other = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
                if !other.is_null() {
                    ptr::copy_nonoverlapping(block, other, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                other
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use std::collections::BTreeMap;

    /// As a guest's memory: some pages at a time, up to a limit.
    struct Ground {
        bytes: Vec<u8>,
        grown: usize,
    }

    impl Ground {
        const PAGES: usize = 256;

        fn new() -> Self {
            Self {
                bytes: vec![0; (Self::PAGES + 1) * PAGE],
                grown: 0,
            }
        }

        fn grow(&mut self, pages: usize) -> Option<usize> {
            let begin = (self.bytes.as_mut_ptr() as usize).next_multiple_of(PAGE);
            let fresh = begin + self.grown * PAGE;
            self.grown += pages;
            (self.grown <= Self::PAGES).then_some(fresh)
        }
    }

    #[test]
    fn blocks_are_whole_their_own_and_used_again() {
        let mut ground = Ground::new();
        let mut heap = Heap::new();
        let mut held: BTreeMap<usize, usize> = BTreeMap::new();
        let mut chance = 7u64;
        for round in 0..20_000u64 {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(round | 1);
            let drawn = (chance >> 33) as usize;
            if drawn.is_multiple_of(3) && !held.is_empty() {
                let block = *held.keys().nth(drawn / 3 % held.len()).unwrap();
                let size = held.remove(&block).unwrap();
                let class = Heap::class(size, 8).unwrap();
                unsafe { heap.give_back(block, class) };
                continue;
            }
            let size = drawn % (1 << (drawn % 15));
            let class = Heap::class(size, 8).unwrap();
            assert!(1 << class >= size && (1 << class) <= (2 * size).max(16));
            let Some(block) = (unsafe { heap.take(class, |pages| ground.grow(pages)) }) else {
                break;
            };
            assert_eq!(block % 16, 0);
            let before = held.range(..=block).next_back();
            assert!(before.is_none_or(|(other, size)| other + size <= block));
            let after = held.range(block..).next();
            assert!(after.is_none_or(|(other, _)| block + size <= *other));
            // whoever holds it may write to it
            unsafe { std::ptr::write_bytes(block as *mut u8, 0xff, size) };
            held.insert(block, size);
        }
        assert!(held.len() > 5_000, "{}", held.len());
    }

    #[test]
    fn what_is_given_back_needs_no_more_memory() {
        let mut ground = Ground::new();
        let mut heap = Heap::new();
        for _ in 0..1_000 {
            for size in [16, 1_000, 70_000] {
                let class = Heap::class(size, 1).unwrap();
                let block = unsafe { heap.take(class, |pages| ground.grow(pages)) }.unwrap();
                unsafe { heap.give_back(block, class) };
            }
        }
        assert!(ground.grown <= 4, "{}", ground.grown);
    }

    #[test]
    fn what_cannot_be_had_is_said() {
        let mut ground = Ground::new();
        let mut heap = Heap::new();
        assert_eq!(Heap::class(usize::MAX, 1), None);
        assert_eq!(Heap::class(8, 2 * PAGE), None);
        let class = Heap::class(Ground::PAGES * PAGE + 1, 1).unwrap();
        let none = unsafe { heap.take(class, |pages| ground.grow(pages)) };
        assert_eq!(none, None);
    }
}
