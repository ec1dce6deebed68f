extension Generator {
  /// One of the values, each as often as the others. The first is the simplest.
  public static func one(of values: Value...) -> Generator where Value: Sendable { one(of: values) }

  /// One of the values, each as often as the others. The first is the simplest.
  public static func one(of values: [Value]) -> Generator where Value: Sendable {
    demand(!values.isEmpty, "One of no values can't be drawn.")
    return Generator<Int>.integers(in: 0...(values.count - 1), even: true).map { values[$0] }
  }

  /// A value of one of the generators, each as often as the others. The first is the simplest.
  public static func any(of generators: Generator...) -> Generator { any(of: generators) }

  /// A value of one of the generators, each as often as the others. The first is the simplest.
  public static func any(of generators: [Generator]) -> Generator { frequency(generators.map { (1, $0) }) }

  /// A value of one of the generators, each as often as its weight says. The first is the simplest.
  public static func frequency(_ choices: (weight: Int, generator: Generator)...) -> Generator { frequency(choices) }

  /// A value of one of the generators, each as often as its weight says. The first is the simplest.
  public static func frequency(_ choices: [(weight: Int, generator: Generator)]) -> Generator {
    demand(!choices.isEmpty, "A frequency needs at least one generator.")
    for choice in choices {
      demand(choice.weight > 0, "A weight must be at least 1, but one is \(choice.weight).")
    }
    let runs = choices.map(\.generator.run)
    let weights = choices.map(\.weight)
    let total = weights.reduce(0, +)
    let domain = IntegerDomain(0...(choices.count - 1), role: .alternative)
    return Generator { (source) throws(Rejection) in
      try source.span(.alternative) { () throws(Rejection) in
        let index = try source.integer(domain) { random, _ in
          var rest = random.below(total)
          var index = 0
          while rest >= weights[index] {
            rest -= weights[index]
            index += 1
          }
          return index
        }
        return try runs[index](source)
      }
    }
  }

  /// Nothing, or a value.
  public func optional() -> Generator<Value?> {
    let run = run
    let domain = IntegerDomain(0...1, role: .alternative)
    return Generator<Value?> { (source) throws(Rejection) in
      try source.span(.alternative) { () throws(Rejection) in
        let isThere = try source.integer(domain) { random, _ in random.chance(3, in: 4) ? 1 : 0 }
        return isThere == 1 ? try run(source) : nil
      }
    }
  }

  /// Values that contain values of their own kind, at most `depth` deep.
  ///
  ///     indirect enum Tree { case leaf(Int), fork(Tree, Tree) }
  ///     let trees = Generator<Tree>.recursive(depth: 5, base: .integers(in: 0...9).map(Tree.leaf)) { tree in
  ///       zip(tree, tree).map { Tree.fork($0, $1) }
  ///     }
  ///
  /// A value shrinks to any value inside of it.
  public static func recursive(
    depth: Int, base: Generator, _ larger: @Sendable (Generator) -> Generator
  ) -> Generator {
    demand(depth >= 0, "A depth can't be negative, but it is \(depth).")
    var generator = base.recursion()
    for _ in 0..<depth { generator = .frequency((1, base), (2, larger(generator))).recursion() }
    return generator
  }

  /// Marks a generator that draws itself, so that its value may shrink to one inside of it.
  public func recursion() -> Generator {
    let run = run
    return Generator { (source) throws(Rejection) in
      try source.span(.recursion) { () throws(Rejection) in try run(source) }
    }
  }
}
