/// Stops with the message unless the condition holds, in release builds too: a precondition keeps its message to itself
/// there, and a generator that is built wrongly is best told of where it stands.
@usableFromInline func demand(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
