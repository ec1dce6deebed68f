/// A precondition that says what is wrong in an optimized build too, where the standard library's is silent.
@inlinable @inline(__always)
func demand(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #file, line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
