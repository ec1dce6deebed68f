/// What a matrix generator makes.
public struct MatrixOptions<Scalar: FloatingPoint & Sendable>: Sendable {
  /// The kinds, each as likely as any other.
  public var kinds: [MatrixKind] = MatrixKind.allCases
  /// The powers of two around which elements lie, where the format reaches as far.
  public var exponents: ClosedRange<Int> = -24...8
  /// No element is larger in magnitude; nil for the greatest of the format.
  public var magnitude: Scalar?
  /// Whether rows and columns are as many.
  public var isSquare = false

  public init(
    kinds: [MatrixKind] = MatrixKind.allCases, exponents: ClosedRange<Int> = -24...8, magnitude: Scalar? = nil,
    isSquare: Bool = false
  ) {
    demand(!kinds.isEmpty, "A matrix needs at least one kind to be drawn from.")
    if let magnitude {
      demand(
        magnitude > 0 && magnitude.isFinite, "A magnitude must be finite and above 0, but this is \(magnitude).")
    }
    self.kinds = kinds
    self.exponents = exponents
    self.magnitude = magnitude
    self.isSquare = isSquare
  }
}

extension Generator {
  /// Matrices of numbers, of every kind on which numerical code goes wrong in its own way.
  ///
  /// A matrix is one choice, however large. It shrinks to fewer rows and columns, then to zeros, to lower rank, to simple
  /// powers of two, and element by element; the order is that of ``Dyadic`` and counts elements first.
  ///
  /// - Complexity: O(rows · columns) a matrix, a few nanoseconds an element in Float and Double.
  public static func matrices<Scalar>(
    _ type: Scalar.Type = Scalar.self, rows: ClosedRange<Int> = 1...20, columns: ClosedRange<Int> = 1...20,
    _ options: MatrixOptions<Scalar> = MatrixOptions()
  ) -> Generator where Value == Matrix<Scalar> {
    let recipe = MatrixRecipe(layers: 1...1, rows: rows, columns: columns, options)
    return Generator { (source) throws(Rejection) in try recipe.draw(source)[0] }
  }

  /// Sequences of matrices of one shape, like the gradients of a parameter over steps: most steps are of one kind, some are
  /// zero, some suddenly far larger or smaller.
  public static func matrixSequences<Scalar>(
    _ type: Scalar.Type = Scalar.self, steps: ClosedRange<Int>, rows: ClosedRange<Int> = 1...20,
    columns: ClosedRange<Int> = 1...20, _ options: MatrixOptions<Scalar> = MatrixOptions()
  ) -> Generator where Value == [Matrix<Scalar>] {
    let recipe = MatrixRecipe(layers: steps, rows: rows, columns: columns, options)
    return Generator { (source) throws(Rejection) in try recipe.draw(source) }
  }
}

/// How a stack of matrices is drawn.
struct MatrixRecipe<Scalar: FloatingPoint & Sendable>: Sendable {
  let domain: MatrixDomain
  let kinds: [MatrixKind]
  let exponents: ClosedRange<Int>

  init(layers: ClosedRange<Int>, rows: ClosedRange<Int>, columns: ClosedRange<Int>, _ options: MatrixOptions<Scalar>) {
    let format = RealFormat(Scalar.self)
    let magnitude = options.magnitude.map { Dyadic($0) } ?? format.greatest
    domain = MatrixDomain(
      layers: layers, rows: rows, columns: columns, isSquare: options.isSquare,
      elements: RealDomain(format: format, lower: -magnitude, upper: magnitude))
    kinds = options.kinds
    func clamp(_ e: Int) -> Int { Swift.min(Swift.max(e, format.leastNormalExponent), format.greatestExponent - 2) }
    exponents = clamp(options.exponents.lowerBound)...clamp(options.exponents.upperBound)
  }

  func draw(_ source: ChoiceSource) throws(Rejection) -> [Matrix<Scalar>] {
    // At random no choice is made of it: the elements go where they are wanted.
    if source.mode == .random {
      try source.countDrawn()
      return draw(&source.random, size: source.size)
    }
    let choice = try source.matrix(domain) { random, size in
      let stack = draw(&random, size: size)
      return MatrixChoice(
        domain: domain, layers: stack.count, rows: stack[0].rows, columns: stack[0].columns,
        elements: stack.flatMap { $0.elements.map { Dyadic($0) } })
    }
    let size = choice.rows * choice.columns
    return (0..<choice.layers).map { layer in
      Matrix(
        rows: choice.rows, columns: choice.columns,
        elements: choice.elements[layer * size..<(layer + 1) * size].map { $0.exactValue(in: domain.elements.format) })
    }
  }

  private func draw(_ random: inout RandomStream, size: Int) -> [Matrix<Scalar>] {
    let layers = random.integer(in: domain.layers)
    let (rows, columns) = shape(&random, size: size)
    let kind = kinds[random.below(kinds.count)]
    let scale = random.integer(in: exponents)
    return (0..<layers).map { layer in
      // One step in eight is an event; a single matrix never is.
      var exponent = scale
      if layers > 1 && random.chance(1, in: 8) {
        switch random.below(3) {
        case 0:
          return Matrix(rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
        case 1: exponent = Swift.min(scale + 12, domain.elements.format.greatestExponent - 2)
        default: exponent = Swift.max(scale - 12, domain.elements.format.leastNormalExponent)
        }
      }
      return matrix(kind, rows: rows, columns: columns, exponent: exponent, &random)
    }
  }

  private func shape(_ random: inout RandomStream, size: Int) -> (Int, Int) {
    func length(_ range: ClosedRange<Int>) -> Int {
      // Up to the whole range once the cases have grown.
      let most = Swift.min(range.upperBound - range.lowerBound, 2 + (range.upperBound - range.lowerBound) * size / 100)
      return range.lowerBound + random.below(most + 1)
    }
    let rows = random.chance(1, in: 8) ? domain.rows.lowerBound : length(domain.rows)
    if domain.isSquare { return (rows, rows) }
    return (rows, random.chance(1, in: 8) ? domain.columns.lowerBound : length(domain.columns))
  }

  private func matrix(
    _ kind: MatrixKind, rows: Int, columns: Int, exponent: Int, _ random: inout RandomStream
  ) -> Matrix<Scalar> {
    let format = domain.elements.format
    // Normal numbers lie under 8; where there are none below the least normal one, they stay near it.
    let exponent = kind == .subnormal ? format.leastNormalExponent + (format.hasSubnormals ? -3 : 1) : exponent
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * columns) { elements in
      elements.initialize(repeating: 0)
      kind.fill(MatrixBuffer(rows: rows, columns: columns, elements: elements), &random, precision: format.precision)
      let tail = kind.isDense && format.precision > 53
      return Matrix(
        rows: rows, columns: columns,
        elements: scaled(
          UnsafeBufferPointer(elements), by: exponent, in: domain.elements, tail: tail ? random.next() : nil))
    }
  }
}

/// The numbers times 2^exponent in the scalar type, none larger than the domain allows. With `tail`, random bits are added
/// under those that a Double has.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scaled<Scalar: FloatingPoint>(
  _ numbers: UnsafeBufferPointer<Double>, by exponent: Int, in domain: RealDomain, tail: UInt64?
) -> [Scalar] {
  if Scalar.self == Float.self {
    let (scale, most) = (Double(sign: .plus, exponent: exponent, significand: 1), domain.upper.float)
    var floats = [Float](repeating: 0, count: numbers.count)
    floats.withUnsafeMutableBufferPointer { floats in
      for i in floats.indices {
        let x = Float(numbers[i] * scale)
        floats[i] = x > most ? most : x < -most ? -most : x
      }
    }
    return unsafeBitCast(floats, to: [Scalar].self)
  }
  if Scalar.self == Double.self && exponent > -900 {
    let (scale, most) = (Double(sign: .plus, exponent: exponent, significand: 1), domain.upper.double)
    var doubles = [Double](repeating: 0, count: numbers.count)
    doubles.withUnsafeMutableBufferPointer { doubles in
      for i in doubles.indices {
        let x = numbers[i] * scale
        doubles[i] = x > most ? most : x < -most ? -most : x
      }
    }
    return unsafeBitCast(doubles, to: [Scalar].self)
  }
  var random = RandomStream(seed: tail ?? 0)
  let words = (domain.format.precision + 63) / 64 - 1
  return numbers.map { x in
    var number = Dyadic(x).scaled(by: exponent)
    if tail != nil, number.kind == .finite {
      number = Dyadic(
        isNegative: number.isNegative, exponent: number.exponent, high: number.high | random.next() >> 53,
        low: (0..<words).map { _ in random.next() })
    }
    let rounded = number.rounded(to: domain.format)
    let clamped = rounded > domain.upper ? domain.upper : rounded < domain.lower ? domain.lower : rounded
    return clamped.exactValue(in: domain.format)
  }
}
