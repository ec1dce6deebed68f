/// A number format as a value, so that a list of formats can be run through the same generic code.
///
///     func steps<F: NumberFormat>(_ format: F) { let came = CAME<F.Scalar>(hyperparameters) … }
///     for format in Formats.all { steps(format) }
///
/// A generic function that is opened this way runs at full speed only where it is `@specialized` for the format.
public protocol NumberFormat<Scalar>: Sendable {
  associatedtype Scalar: FormatScalar
}

extension NumberFormat {
  /// The name at the command line and in records, such as `float16`.
  public var name: String { Scalar.formatName }
  /// The name in text, such as `Float16`.
  public var title: String { Scalar.formatTitle }
  /// p: significant bits, the leading one included.
  public var significantBits: Int { Scalar.significantBits }
  /// Bytes that one number takes in memory.
  public var bytes: Int { Scalar.bytes }
}

/// The format of a scalar type.
public struct Format<Scalar: FormatScalar>: NumberFormat {
  public init(_ type: Scalar.Type = Scalar.self) {}
}

/// The formats that the lab knows by name.
public enum Formats {
  /// Every format, narrowest first.
  public static var all: [any NumberFormat] {
    (emulated + native).sorted { ($0.significantBits, $0.bytes) < ($1.significantBits, $1.bytes) } + multiprecision
  }

  /// What is computed in Double and rounded: see ``Emulated``.
  public static var emulated: [any NumberFormat] {
    [Format<E5M2>(), Format<E4M3>(), Format<BFloat16>(), Format<TF32>()]
  }

  /// What the processor or the standard library computes with.
  public static var native: [any NumberFormat] {
    #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
      [Format<Float16>(), Format<Float>(), Format<Double>()]
    #else
      [Format<Float>(), Format<Double>()]
    #endif
  }

  /// The format called `name`.
  ///
  /// - Throws: ``UnknownFormat`` with the names there are.
  public static func named(_ name: String) throws(UnknownFormat) -> any NumberFormat {
    guard let format = all.first(where: { $0.name == name }) else {
      throw UnknownFormat(name: name, known: all.map(\.name))
    }
    return format
  }
}

/// A format that this build doesn't have.
public struct UnknownFormat: Error, Equatable, Sendable, CustomStringConvertible {
  public let name: String
  public let known: [String]

  public init(name: String, known: [String]) {
    self.name = name
    self.known = known
  }

  public var description: String { "There is no format \"\(name)\"; there are \(known.joined(separator: ", "))." }
}
