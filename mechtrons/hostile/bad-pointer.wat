;; Wants the body where it has no memory.
(module
  (import "cosmos" "body" (func $body (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (drop (call $body (i32.const 65530) (i32.const 100)))))
