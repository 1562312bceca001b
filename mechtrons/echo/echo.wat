;; Answers every Wave with its own body, as Text.
(module
  (import "cosmos" "body"  (func $body  (param i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (call $reply (i32.const 200) (i32.const 1) (i32.const 0)
      (call $body (i32.const 0) (i32.const 65536)))))
