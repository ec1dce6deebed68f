/// Passes that make whole matrices simpler. Their elements are then numbers like any other.
extension ShrinkPass {
  /// Fewer layers, rows and columns, many at once where that works.
  static let cropMatrices = ShrinkPass(name: "crop matrices") { shrinker in
    forMatrices(of: shrinker) { index, _ in
      for axis in 0..<3 { crop(index, axis: axis, shrinker) }
    }
  }

  private static func crop(_ index: Int, axis: Int, _ shrinker: Shrinker) {
    guard let matrix = matrix(index, shrinker) else { return }
    // From halves down to single ones: a part that isn't needed goes in one piece.
    var size = (length(matrix, axis) + 1) / 2
    while size >= 1 {
      var start = 0
      while let matrix = Self.matrix(index, shrinker), start < length(matrix, axis) {
        let count = length(matrix, axis)
        let cut = start..<min(start + size, count)
        let kept = (0..<count).filter { !cut.contains($0) }
        let isCropped = candidate(matrix, axis: axis, kept: kept).map { set(index, $0, shrinker) } ?? false
        if !isCropped { start += size }
      }
      size /= 2
    }
  }

  private static func length(_ matrix: MatrixChoice, _ axis: Int) -> Int {
    axis == 0 ? matrix.layers : axis == 1 ? matrix.rows : matrix.columns
  }

  private static func candidate(_ matrix: MatrixChoice, axis: Int, kept: [Int]) -> MatrixChoice? {
    let domain = matrix.domain
    let ranges = [domain.layers, domain.rows, domain.columns]
    guard ranges[axis].contains(kept.count) else { return nil }
    let all = [matrix.layers, matrix.rows, matrix.columns].map { Array(0..<$0) }
    let (rows, columns) = domain.isSquare && axis > 0 ? (kept, kept) : (all[1], all[2])
    return matrix.kept(
      layers: axis == 0 ? kept : all[0], rows: axis == 1 ? kept : rows, columns: axis == 2 ? kept : columns)
  }

  /// Zeros: whole rows and columns, then stretches of elements, then single ones.
  static let zeroMatrices = ShrinkPass(name: "zero matrices") { shrinker in
    forMatrices(of: shrinker) { index, matrix in
      let lines = matrix.layers * matrix.rows
      for line in 0..<lines where lines > 1 {
        zero(index, Array(line * matrix.columns..<(line + 1) * matrix.columns), shrinker)
      }
      for column in 0..<matrix.columns where matrix.columns > 1 {
        zero(index, (0..<lines).map { $0 * matrix.columns + column }, shrinker)
      }
      var size = (matrix.elements.count + 1) / 2
      while size >= 1 {
        for start in stride(from: 0, to: matrix.elements.count, by: size) {
          zero(index, Array(start..<min(start + size, matrix.elements.count)), shrinker)
        }
        size /= 2
      }
    }
  }

  private static func zero(_ index: Int, _ places: [Int], _ shrinker: Shrinker) {
    guard let matrix = matrix(index, shrinker), places.allSatisfy({ $0 < matrix.elements.count }),
      places.contains(where: { matrix.elements[$0] != .zero })
    else { return }
    var elements = matrix.elements
    for place in places { elements[place] = .zero }
    set(index, matrix.with(elements: elements), shrinker)
  }

  /// Simple structure: all elements alike, all but one that is an ulp off, one magnitude, one bit each, rank one in powers of two, rows like the first,
  /// what isn't zero in one row or at the end, rows and columns in order.
  static let flattenMatrices = ShrinkPass(name: "flatten matrices") { shrinker in
    forMatrices(of: shrinker) { index, _ in
      let ways: [(MatrixChoice) -> MatrixChoice?] = [
        { $0.mapNonzero { _ in .one } }, { $0.mapNonzero { $0.isNegative ? -.one : .one } },
        { onesAndUlp($0, above: false) }, { onesAndUlp($0, above: true) }, rankOne, rowsLikeFirst,
        { $0.mapNonzero { $0.rounded(toBits: 1, .towardZero) } },
        { $0.mapNonzero { $0.rounded(toBits: 1, .awayFromZero) } },
        { $0.mapNonzero { $0.rounded(toBits: 2, .nearestEven) } },
        { $0.mapNonzero { $0.rounded(toBits: 8, .nearestEven) } },
        { $0.mapNonzero(\.magnitude) }, inOneRow, atTheEnd, alignedLayers, { sorted($0, rows: true) },
        { sorted($0, rows: false) },
      ]
      for way in ways {
        if let matrix = matrix(index, shrinker), let candidate = way(matrix) { set(index, candidate, shrinker) }
      }
    }
  }

  /// Ones, the last one an ulp below or above.
  private static func onesAndUlp(_ matrix: MatrixChoice, above: Bool) -> MatrixChoice? {
    let bits = matrix.domain.elements.format.precision
    guard bits > 1, bits < 1 << 20, let last = matrix.elements.lastIndex(where: { $0.kind == .finite }) else {
      return nil
    }
    var elements = matrix.mapNonzero { _ in .one }.elements
    elements[last] = Dyadic.one.adding(above ? .power(1 - bits) : -.power(-bits))
    return matrix.with(elements: elements)
  }

  /// u vᵀ in powers of two: each row the first one that isn't zero, rounded to powers of two, times one.
  private static func rankOne(_ matrix: MatrixChoice) -> MatrixChoice? {
    let columns = matrix.columns
    guard let start = matrix.elements.firstIndex(where: { $0.kind == .finite }) else { return nil }
    let row = matrix.elements[start / columns * columns..<(start / columns + 1) * columns]
    let pivot = start % columns
    let first = row.map { $0.rounded(toBits: 1, .towardZero) }
    let pivotExponent = matrix.elements[start].exponent
    let elements = matrix.elements.indices.map { place -> Dyadic in
      let left = matrix.elements[place / columns * columns + pivot]
      let right = first[place % columns]
      guard left.kind == .finite, right.kind == .finite else { return .zero }
      return right.scaled(by: left.exponent - pivotExponent)
        .with(isNegative: right.isNegative != (left.isNegative != matrix.elements[start].isNegative))
    }
    return matrix.with(elements: elements)
  }

  private static func rowsLikeFirst(_ matrix: MatrixChoice) -> MatrixChoice? {
    matrix.with(elements: matrix.elements.indices.map { matrix.elements[$0 % matrix.columns] })
  }

  /// The elements that aren't 0 in one row, as short as the domain allows.
  private static func inOneRow(_ matrix: MatrixChoice) -> MatrixChoice? {
    let nonzero = matrix.elements.filter { $0 != .zero }
    let domain = matrix.domain
    let columns = max(nonzero.count, domain.columns.lowerBound)
    guard domain.layers.contains(1), domain.rows.contains(1), domain.columns.contains(columns), !domain.isSquare else {
      return nil
    }
    let padding = Array(repeating: Dyadic.zero, count: columns - nonzero.count)
    return MatrixChoice(domain: domain, layers: 1, rows: 1, columns: columns, elements: padding + nonzero)
  }

  /// The elements that aren't 0 behind all that are, in their order.
  private static func atTheEnd(_ matrix: MatrixChoice) -> MatrixChoice? {
    let nonzero = matrix.elements.filter { $0 != .zero }
    let padding = Array(repeating: Dyadic.zero, count: matrix.elements.count - nonzero.count)
    return matrix.with(elements: padding + nonzero)
  }

  /// The elements of each layer that aren't 0 behind all of it that are: then the layers have their zeros in common.
  private static func alignedLayers(_ matrix: MatrixChoice) -> MatrixChoice? {
    let size = matrix.rows * matrix.columns
    let layers = (0..<matrix.layers).map { matrix.elements[$0 * size..<($0 + 1) * size] }
    return matrix.with(
      elements: layers.flatMap { layer in layer.filter { $0 == .zero } + layer.filter { $0 != .zero } })
  }

  /// The rows, or the columns, from the simplest up.
  private static func sorted(_ matrix: MatrixChoice, rows isRows: Bool) -> MatrixChoice? {
    guard matrix.layers == 1 else { return nil }
    let all = (Array(0..<matrix.rows), Array(0..<matrix.columns))
    func line(_ i: Int) -> [Dyadic] {
      isRows
        ? all.1.map { matrix.elements[i * matrix.columns + $0] }
        : all.0.map { matrix.elements[$0 * matrix.columns + i] }
    }
    let lines = isRows ? all.0 : all.1
    let order = lines.map { ($0, line($0)) }.sorted { a, b in
      for (x, y) in zip(a.1, b.1) where x != y { return x.isSimpler(than: y) }
      return false
    }.map(\.0)
    return matrix.kept(layers: [0], rows: isRows ? order : all.0, columns: isRows ? all.1 : order)
  }

  // MARK: Access

  private static func forMatrices(of shrinker: Shrinker, _ body: (Int, MatrixChoice) -> Void) {
    var index = 0
    while index < shrinker.choices.count {
      if let matrix = matrix(index, shrinker) { body(index, matrix) }
      index += 1
    }
  }

  private static func matrix(_ index: Int, _ shrinker: Shrinker) -> MatrixChoice? {
    guard index < shrinker.choices.count, case .matrix(let matrix) = shrinker.choices[index] else { return nil }
    return matrix
  }

  @discardableResult
  private static func set(_ index: Int, _ matrix: MatrixChoice, _ shrinker: Shrinker) -> Bool {
    guard matrix.elements.allSatisfy(matrix.domain.elements.contains) else { return false }
    return shrinker.attempt(replacing: [(index, .matrix(matrix))])
  }
}

extension MatrixChoice {
  /// The matrix with every finite element that isn't 0 replaced.
  fileprivate func mapNonzero(_ transform: (Dyadic) -> Dyadic) -> MatrixChoice {
    with(elements: elements.map { $0.kind == .finite ? transform($0) : $0 })
  }
}
