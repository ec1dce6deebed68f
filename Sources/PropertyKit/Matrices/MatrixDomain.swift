/// The matrices that a choice may take: stacks of layers of one shape.
struct MatrixDomain: Hashable, Sendable {
  let layers: ClosedRange<Int>
  let rows: ClosedRange<Int>
  let columns: ClosedRange<Int>
  /// Whether rows and columns are as many.
  let isSquare: Bool
  /// The numbers that an element may be; 0 must be one of them.
  let elements: RealDomain

  init(
    layers: ClosedRange<Int>, rows: ClosedRange<Int>, columns: ClosedRange<Int>, isSquare: Bool, elements: RealDomain
  ) {
    for (name, range) in [("layers", layers), ("rows", rows), ("columns", columns)] {
      demand(range.lowerBound >= 1, "A matrix needs at least 1 of its \(name), not \(range.lowerBound).")
    }
    demand(
      !isSquare || rows == columns, "A square matrix needs one range for rows and columns, not \(rows) and \(columns).")
    demand(
      elements.contains(.zero), "The elements of a matrix must be allowed to be 0, but they lie in \(elements).")
    self.layers = layers
    self.rows = rows
    self.columns = columns
    self.isSquare = isSquare
    self.elements = elements
  }

  /// The least shape, of zeros.
  var simplest: MatrixChoice {
    MatrixChoice(
      domain: self, layers: layers.lowerBound, rows: rows.lowerBound, columns: columns.lowerBound,
      elements: Array(repeating: .zero, count: layers.lowerBound * rows.lowerBound * columns.lowerBound))
  }
}

/// A stack of matrices as one choice: `layers` of `rows` × `columns`, each element exact.
public struct MatrixChoice: Hashable, Sendable {
  let domain: MatrixDomain
  public let layers: Int
  public let rows: Int
  public let columns: Int
  /// Element (l, i, j) is at (l · rows + i) · columns + j.
  public let elements: [Dyadic]
  // Made once: a choice is compared and looked up far more often than it is made.
  private let weight: Weight
  private let digest: UInt64

  init(domain: MatrixDomain, layers: Int, rows: Int, columns: Int, elements: [Dyadic]) {
    self.domain = domain
    self.layers = layers
    self.rows = rows
    self.columns = columns
    self.elements = elements
    weight = Weight(elements)
    digest = elements.reduce(0) { digest, x in
      let word = x.high ^ UInt64(truncatingIfNeeded: x.exponent) ^ (x.isNegative ? 1 : 0) ^ UInt64(x.kind.rawValue) << 8
      return (digest ^ word) &* 0x9E37_79B9_7F4A_7C15 &+ digest >> 29
    }
  }

  public static func == (a: MatrixChoice, b: MatrixChoice) -> Bool {
    a.digest == b.digest && a.layers == b.layers && a.rows == b.rows && a.columns == b.columns && a.domain == b.domain
      && a.elements == b.elements
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(digest)
    hasher.combine(elements.count)
  }

  func with(elements: [Dyadic]) -> MatrixChoice {
    MatrixChoice(domain: domain, layers: layers, rows: rows, columns: columns, elements: elements)
  }

  /// The parts of the matrix at the given places of each axis.
  func kept(layers l: [Int], rows r: [Int], columns c: [Int]) -> MatrixChoice {
    var kept: [Dyadic] = []
    kept.reserveCapacity(l.count * r.count * c.count)
    for layer in l {
      for row in r {
        let start = (layer * rows + row) * columns
        for column in c { kept.append(elements[start + column]) }
      }
    }
    return MatrixChoice(domain: domain, layers: l.count, rows: r.count, columns: c.count, elements: kept)
  }

  /// The matrix in a domain that may have changed since it was drawn: cut, filled up with zeros, and rounded.
  ///
  /// - Throws: ``Rejection`` if an element lies outside of the new domain.
  func fitted(to domain: MatrixDomain) throws(Rejection) -> MatrixChoice {
    if domain == self.domain { return self }
    func clamp(_ n: Int, _ range: ClosedRange<Int>) -> Int { min(max(n, range.lowerBound), range.upperBound) }
    let l = clamp(layers, domain.layers)
    let r = clamp(rows, domain.rows)
    let c = domain.isSquare ? r : clamp(columns, domain.columns)
    var fitted: [Dyadic] = []
    fitted.reserveCapacity(l * r * c)
    for layer in 0..<l {
      for row in 0..<r {
        for column in 0..<c {
          let isInside = layer < layers && row < rows && column < columns
          let element = isInside ? elements[(layer * rows + row) * columns + column] : .zero
          fitted.append(element.rounded(to: domain.elements.format))
        }
      }
    }
    if let outside = fitted.first(where: { !domain.elements.contains($0) }) {
      throw Rejection("the element \(outside) lies outside of \(domain.elements)")
    }
    return MatrixChoice(domain: domain, layers: l, rows: r, columns: c, elements: fitted)
  }
}

extension MatrixChoice {
  /// Simple matrices have few elements, then few layers, then few rows, then few elements that aren't 0, then few
  /// significant bits in all, then exponents near 0 in all, then few minus signs; then the first element that differs
  /// decides.
  func isSimpler(than other: MatrixChoice) -> Bool {
    if elements.count != other.elements.count { return elements.count < other.elements.count }
    if layers != other.layers { return layers < other.layers }
    if rows != other.rows { return rows < other.rows }
    if weight.parts != other.weight.parts { return weight.parts < other.weight.parts }
    for (a, b) in zip(elements, other.elements) where a != b { return a.isSimpler(than: b) }
    return false
  }

  /// How much there is to the elements, whatever their places.
  private struct Weight: Sendable {
    private var (special, nonzero, bits, exponents, negative) = (0, 0, 0, 0, 0)

    init(_ elements: [Dyadic]) {
      for x in elements {
        if x.isNegative { negative += 1 }
        switch x.kind {
        case .zero: continue
        case .finite:
          nonzero += 1
          bits += x.significantBits
          exponents += abs(x.exponent)
        case .infinite, .nan:
          special += 1
          nonzero += 1
        }
      }
    }

    var parts: (Int, Int, Int, Int, Int) { (special, nonzero, bits, exponents, negative) }
  }
}
