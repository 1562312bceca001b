;; Grinds: a Wave takes it about seven milliseconds of virtual time, and is counted.
;;
;;   Ext<Count>   how many were ground
;;   Ext<Note>    grinds, and adds the body to its notes
;;   Ext<Notes>   the notes
;;   any other    grinds, counts, and answers with the count
(module
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "body" (func $body (param i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (import "cosmos" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "put" (func $put (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "countnotes")

  (func (export "mechtron_v1"))

  (func (export "mechtron_wave")
    (local $length i32) (local $letter i32)
    (local.set $length (call $field (i32.const 5) (i32.const 64) (i32.const 16)))
    (local.set $letter (i32.load8_u (i32.const 68)))
    (if (i32.eq (local.get $letter) (i32.const 67)) ;; C
      (then (call $tell (call $count)) (return)))
    (if (i32.eq (local.get $letter) (i32.const 78)) ;; N
      (then
        (if (i32.eq (local.get $length) (i32.const 10))
          (then
            (call $reply (i32.const 200) (i32.const 1) (i32.const 1024) (call $notes))
            (return)))
        (call $note)
        (call $grind)
        (return)))
    (call $grind)
    (i32.store (i32.const 32) (i32.add (call $count) (i32.const 1)))
    (drop (call $put (i32.const 0) (i32.const 5) (i32.const 32) (i32.const 4)))
    (call $tell (i32.load (i32.const 32))))

  (func $grind
    (local $left i32)
    (local.set $left (i32.const 1000000))
    (loop $turn
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $turn (local.get $left))))

  ;; How many have been counted.
  (func $count (result i32)
    (i32.store (i32.const 32) (i32.const 0))
    (drop (call $get (i32.const 0) (i32.const 5) (i32.const 32) (i32.const 4)))
    (i32.load (i32.const 32)))

  ;; Reads the notes to 1024 and gives their length.
  (func $notes (result i32)
    (local $length i32)
    (local.set $length
      (call $get (i32.const 5) (i32.const 5) (i32.const 1024) (i32.const 16384)))
    (select (local.get $length) (i32.const 0) (i32.ge_s (local.get $length) (i32.const 0))))

  (func $note
    (local $length i32)
    (local.set $length (call $notes))
    (local.set $length
      (i32.add (local.get $length)
        (call $body (i32.add (i32.const 1024) (local.get $length)) (i32.const 1024))))
    (drop (call $put (i32.const 5) (i32.const 5) (i32.const 1024) (local.get $length))))

  ;; Answers with a number, written backwards from 60.
  (func $tell (param $number i32)
    (local $at i32)
    (local.set $at (i32.const 60))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at)
        (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
      (local.set $number (i32.div_u (local.get $number) (i32.const 10)))
      (br_if $digit (local.get $number)))
    (call $reply (i32.const 200) (i32.const 4) (local.get $at)
      (i32.sub (i32.const 60) (local.get $at)))))
