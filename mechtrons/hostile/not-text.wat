;; Answers with a Text that is none.
(module
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "a\ff")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 2))))
