/// Makes values of a kind from choices.
///
/// Generators are composed, and what they make is shrunk without anything more to write:
///
///     let vectors = Generator.integers(in: 1...8).flatMap { Generator.reals(Float.self).array(count: $0...$0) }
public struct Generator<Value>: Sendable {
  @usableFromInline let run: @Sendable (ChoiceSource) throws(Rejection) -> Value

  /// A generator that draws from a source by hand, which is how one that no combinator makes is written.
  @inlinable
  public init(_ run: @escaping @Sendable (ChoiceSource) throws(Rejection) -> Value) { self.run = run }

  /// Draws a value.
  @inlinable
  public func draw(from source: ChoiceSource) throws(Rejection) -> Value { try run(source) }
}

extension Generator {
  /// The values that `transform` makes of these.
  @inlinable
  public func map<T>(_ transform: @escaping @Sendable (Value) -> T) -> Generator<T> {
    let run = run
    return Generator<T> { (source) throws(Rejection) in transform(try run(source)) }
  }

  /// The values of a generator that depends on a value of this one.
  ///
  /// Making the first value smaller keeps as much of the second as still fits it.
  @inlinable
  public func flatMap<T>(_ transform: @escaping @Sendable (Value) -> Generator<T>) -> Generator<T> {
    let run = run
    return Generator<T> { (source) throws(Rejection) in
      let value = try run(source)
      try source.descend()
      let result = try transform(value).run(source)
      source.ascend()
      return result
    }
  }

  /// The values for which `isIncluded` holds.
  ///
  /// A value that doesn't pass is drawn again, at most `tries` times in all; then the case is given up and counted, and too
  /// many of those are an error of their own. Where few values pass, build them instead.
  public func filter(
    _ reason: String = "the filter", tries: Int = 3, _ isIncluded: @escaping @Sendable (Value) -> Bool
  ) -> Generator {
    demand(tries >= 1, "A filter needs at least 1 try, not \(tries).")
    let run = run
    return Generator { (source) throws(Rejection) in
      for _ in 0..<tries {
        let value = try source.span(.attempt) { () throws(Rejection) in try run(source) }
        if isIncluded(value) { return value }
      }
      throw Rejection("\(reason) refused \(tries) value\(tries == 1 ? "" : "s") in a row")
    }
  }

  /// The one value.
  public static func just(_ value: Value) -> Generator where Value: Sendable {
    Generator { (_) throws(Rejection) in value }
  }

  /// Keeps the choices of this generator together under a name, which reports show.
  public func part(_ name: String) -> Generator {
    let run = run
    return Generator { (source) throws(Rejection) in
      try source.span(.part(name)) { () throws(Rejection) in try run(source) }
    }
  }
}

/// Values of all the generators, side by side.
@inlinable
public func zip<each Value>(_ generator: repeat Generator<each Value>) -> Generator<(repeat each Value)> {
  Generator<(repeat each Value)> { (source) throws(Rejection) in
    (repeat try (each generator).run(source))
  }
}
