/// The order in which people read numbered names: `blocks.2` before `blocks.10`.
package enum NaturalOrder {
  /// Whether `a` comes before `b`: digits compare as numbers of any length, everything else byte by byte.
  ///
  /// Names that differ only in leading zeros are ordered byte by byte, so the order is total.
  package static func precedes(_ a: String, _ b: String) -> Bool {
    var (x, y) = (a.utf8[...], b.utf8[...])
    while let p = x.first, let q = y.first {
      if JSONScanner.isDigit(p), JSONScanner.isDigit(q) {
        let (m, n) = (takeNumber(&x), takeNumber(&y))
        if m.count != n.count { return m.count < n.count }
        if !m.elementsEqual(n) { return m.lexicographicallyPrecedes(n) }
      } else {
        if p != q { return p < q }
        x.removeFirst()
        y.removeFirst()
      }
    }
    if x.isEmpty != y.isEmpty { return x.isEmpty }
    return a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  /// Takes the digits in front and gives them without leading zeros.
  private static func takeNumber(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = text.prefix(while: JSONScanner.isDigit)
    text = text[digits.endIndex...]
    return digits.drop { $0 == UInt8(ascii: "0") }
  }
}
