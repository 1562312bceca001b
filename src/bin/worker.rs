//! The cosmos in its Web Worker; the page starts it as `worker_loader.js`.

fn main() {
    orrery::bridge::worker::start();
}
