/// A matrix of numbers, row after row.
public struct Matrix<Scalar: FloatingPoint & Sendable>: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// The element of row i and column j is at i · columns + j.
  public var elements: [Scalar]

  /// - Precondition: `elements.count` = rows · columns.
  public init(rows: Int, columns: Int, elements: [Scalar]) {
    demand(
      elements.count == rows * columns,
      "A \(rows)×\(columns) matrix needs \(rows * columns) elements, but got \(elements.count).")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  @inlinable
  public subscript(row: Int, column: Int) -> Scalar {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }
}

extension Matrix: CustomStringConvertible {
  /// The shape and the elements in hexadecimal, exactly, a row in brackets; of large matrices the places that aren't 0.
  public var description: String {
    let shape = "\(rows)×\(columns)"
    let nonzero = elements.indices.filter { elements[$0] != 0 }
    if elements.count > 64 && nonzero.count <= 16 {
      let places = nonzero.map { "(\($0 / columns), \($0 % columns)): \(Dyadic(elements[$0]))" }
      return "\(shape), 0 but for \(places.isEmpty ? "nothing" : places.joined(separator: ", "))"
    }
    let text = (0..<rows).map { row in
      "[" + (0..<columns).map { Dyadic(self[row, $0]).description }.joined(separator: ", ") + "]"
    }
    return "\(shape) [" + text.joined(separator: ", ") + "]"
  }
}
