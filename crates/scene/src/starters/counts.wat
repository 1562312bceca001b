;; Counts its Waves. The count is its state: it is still there after a new version,
;; a restart, or a move to another star.
(module
  (import "cosmos" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "put" (func $put (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "count")   ;; the key, 5 bytes

  (func (export "mechtron_v1"))

  (func (export "mechtron_wave")
    (local $count i32) (local $at i32)
    ;; the state goes to 16; where there is none yet, 0 stays there
    (i32.store (i32.const 16) (i32.const 0))
    (drop (call $get (i32.const 0) (i32.const 5) (i32.const 16) (i32.const 4)))
    (local.set $count (i32.add (i32.load (i32.const 16)) (i32.const 1)))
    (i32.store (i32.const 16) (local.get $count))
    (drop (call $put (i32.const 0) (i32.const 5) (i32.const 16) (i32.const 4)))
    ;; as digits, the last one first, down from 64
    (local.set $at (i32.const 64))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at)
        (i32.add (i32.const 48) (i32.rem_u (local.get $count) (i32.const 10))))
      (local.set $count (i32.div_u (local.get $count) (i32.const 10)))
      (br_if $digit (local.get $count)))
    ;; 4 is an Int
    (call $reply (i32.const 200) (i32.const 4)
      (local.get $at) (i32.sub (i32.const 64) (local.get $at)))))
