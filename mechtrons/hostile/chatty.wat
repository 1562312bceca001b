;; Logs a hundred lines for each Wave.
(module
  (import "cosmos" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "and another thing")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave") (local $lines i32)
    (loop $more
      (call $log (i32.const 2) (i32.const 0) (i32.const 17))
      (local.set $lines (i32.add (local.get $lines) (i32.const 1)))
      (br_if $more (i32.lt_u (local.get $lines) (i32.const 100))))))
