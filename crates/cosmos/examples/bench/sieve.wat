;; Computes: sifts the primes below 8,192, ten times over. About a million instructions, and one call of the host.
(module
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (local $round i32) (local $n i32) (local $multiple i32)
    (loop $rounds
      (memory.fill (i32.const 0) (i32.const 0) (i32.const 8192))
      (local.set $n (i32.const 2))
      (loop $numbers
        (if (i32.eqz (i32.load8_u (local.get $n)))
          (then
            (local.set $multiple (i32.add (local.get $n) (local.get $n)))
            (block $done
              (loop $multiples
                (br_if $done (i32.ge_u (local.get $multiple) (i32.const 8192)))
                (i32.store8 (local.get $multiple) (i32.const 1))
                (local.set $multiple (i32.add (local.get $multiple) (local.get $n)))
                (br $multiples)))))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br_if $numbers (i32.lt_u (local.get $n) (i32.const 8192))))
      (local.set $round (i32.add (local.get $round) (i32.const 1)))
      (br_if $rounds (i32.lt_u (local.get $round) (i32.const 10))))
    (call $reply (i32.const 200) (i32.const 0) (i32.const 0) (i32.const 0))))
