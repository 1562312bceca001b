;; Answers each Wave with a text of its own. Change the text, and its length
;; in $reply: the next Wave gets the new one.
(module
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "hello, cosmos")   ;; 13 bytes, at 0

  ;; the version of the contract with the cosmos; never called
  (func (export "mechtron_v1"))

  ;; called once for each Wave
  (func (export "mechtron_wave")
    ;; the status, 1 for Text, where it begins, how long it is
    (call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 13))))
