/// A value as text in which no number is rounded: floating-point numbers in hexadecimal, in arrays, tuples, optionals and
/// structures too.
///
/// A type that describes itself is taken at its word.
public func exactText(_ value: Any) -> String {
  if let number = value as? any FloatingPoint { return Dyadic(of: number).description }
  if value is any BinaryInteger || value is String { return "\(value)" }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .tuple:
    return "(" + mirror.children.map { labelled($0, hidden: { $0.hasPrefix(".") }) }.joined(separator: ", ") + ")"
  case .collection, .set: return "[" + mirror.children.map { exactText($0.value) }.joined(separator: ", ") + "]"
  case .optional: return mirror.children.first.map { exactText($0.value) } ?? "nil"
  case .struct where !(value is any CustomStringConvertible):
    return "\(mirror.subjectType)("
      + mirror.children.map { labelled($0, hidden: { _ in false }) }.joined(separator: ", ") + ")"
  case .enum where !(value is any CustomStringConvertible):
    guard let payload = mirror.children.first, let name = payload.label else { return "\(value)" }
    let text = exactText(payload.value)
    return ".\(name)" + (text.hasPrefix("(") ? text : "(\(text))")
  default: return "\(value)"
  }
}

private func labelled(_ child: Mirror.Child, hidden: (String) -> Bool) -> String {
  guard let label = child.label, !hidden(label) else { return exactText(child.value) }
  return "\(label): \(exactText(child.value))"
}

extension Dyadic {
  fileprivate init(of number: some FloatingPoint) { self.init(number) }
}
