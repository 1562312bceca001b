//! The page.

fn main() {
    orrery::ui::mount();
}
