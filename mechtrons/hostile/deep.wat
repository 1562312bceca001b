;; Calls itself without an end.
(module
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func $deeper (param i32) (result i32)
    (i32.add (i32.const 1) (call $deeper (local.get 0))))
  (func (export "mechtron_wave")
    (drop (call $deeper (i32.const 0)))))
