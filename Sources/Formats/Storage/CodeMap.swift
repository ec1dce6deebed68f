/// The numbers that a few bits stand for when a block of numbers is stored as shares of its largest.
///
/// Each map is ascending and ends with 1; the values are PyTorch's to the last bit.
@frozen
public enum CodeMap: String, CaseIterable, Hashable, Sendable {
  /// Dettmers' signed dynamic map of 8 bits: seven decades, the finer the larger the number.
  ///
  /// Reference: Dettmers, Lewis, Shleifer, Zettlemoyer, *8-bit Optimizers via Block-wise Quantization*, ICLR 2022; its
  /// values are those of bitsandbytes' `create_dynamic_map`.
  case dynamic8
  /// The dynamic map of 8 bits for numbers that are not negative: twice as fine.
  case dynamic8u
  /// The signed dynamic map of 4 bits, for first moments.
  ///
  /// Reference: Li, Chen, Zhu, *Memory Efficient Optimizers with 4-bit States*, NeurIPS 2023.
  case dynamic4
  /// 1/16, 2/16, …, 1, for second moments: 4 bits without a zero, by which nothing is ever divided.
  ///
  /// Reference: as for ``dynamic4``, section 4.1.
  case linear4u

  /// Bits of one code.
  public var bits: Int {
    switch self {
    case .dynamic8, .dynamic8u: 8
    case .dynamic4, .linear4u: 4
    }
  }

  /// Numbers that share a scale, where nothing else is said.
  public var defaultBlock: Int { bits == 8 ? 256 : 128 }

  /// The name in text.
  public var title: String {
    switch self {
    case .dynamic8: "signed dynamic 8-bit codes"
    case .dynamic8u: "unsigned dynamic 8-bit codes"
    case .dynamic4: "signed dynamic 4-bit codes"
    case .linear4u: "linear 4-bit codes without zero"
    }
  }

  /// The numbers of the codes, ascending: 256 or 16.
  public var values: [Float] {
    switch self {
    case .dynamic8: Self.dynamic8Values
    case .dynamic8u: Self.dynamic8uValues
    case .dynamic4: Self.dynamic4Values
    case .linear4u: Self.linear4uValues
    }
  }

  private static let dynamic8Values = dynamicMap(isSigned: true, decades: 7)
  private static let dynamic8uValues = dynamicMap(isSigned: false, decades: 7)
  private static let dynamic4Values = dynamicMap(isSigned: true, decades: 3)
  private static let linear4uValues = (1...16).map { Float($0) / 16 }

  /// 0, 1, and the middles of the pieces into which each decade's span from 0.1 to 1 is cut: as many in the first
  /// decade as there are signs to spare, and twice as many in each one after it.
  private static func dynamicMap(isSigned: Bool, decades: Int) -> [Float] {
    var values: [Float] = [0, 1]
    for decade in 0..<decades {
      let pieces = (isSigned ? 1 : 2) << decade
      let bounds = spaced(pieces)
      let power = (decade + 1..<decades).reduce(1.0) { power, _ in power * 10 }
      let weight = Float(1 / power)
      for i in 0..<pieces {
        let value = weight * ((bounds[i] + bounds[i + 1]) / 2)
        values.append(value)
        if isSigned { values.append(-value) }
      }
    }
    return values.sorted()
  }

  /// The bounds of `pieces` equal pieces of [0.1, 1], as `torch.linspace` rounds them: from both ends, each with one
  /// rounding.
  private static func spaced(_ pieces: Int) -> [Float] {
    let start = Float(1) / 10
    let step = (1 - start) / Float(pieces)
    return (0...pieces).map { i in
      i < (pieces + 1) / 2
        ? start.addingProduct(step, Float(i)) : Float(1).addingProduct(-step, Float(pieces - i))
    }
  }
}
