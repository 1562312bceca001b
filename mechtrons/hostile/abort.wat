;; Gives up as AssemblyScript does: with a message, a file, a line and a column.
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  ;; texts are UTF-16, their length in bytes stands before them
  (data (i32.const 16) "\0c\00\00\00n\00o\00 \00f\00u\00n\00")
  (data (i32.const 48) "\08\00\00\00a\00.\00t\00s\00")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (call $abort (i32.const 20) (i32.const 52) (i32.const 7) (i32.const 3))))
