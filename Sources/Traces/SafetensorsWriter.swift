public import CAMECore
public import Foundation

/// Gathers tensors and writes them as a safetensors file whose bytes depend on nothing but what was gathered.
///
///     var writer = SafetensorsWriter(metadata: ["format": "float32"])
///     try writer.add("weight", Tensor<Float>([1, 2, 3]))
///     try writer.write(to: url)
///
/// The bytes are those of the reference implementation: tensors by falling size of their elements and then by name, so
/// that each is aligned to its elements; no space in the header, which spaces at its end bring to a multiple of 8
/// bytes. Only where the reference leaves the order of metadata to chance are the keys sorted here.
///
/// Reference: safetensors, `safetensors/src/tensor.rs`, `prepare` and `serialize`.
public struct SafetensorsWriter: Sendable {
  /// Free text by key, the file's `__metadata__`; left out if empty.
  public var metadata: [String: String]

  private var tensors: [String: (dtype: SafetensorsDType, shape: [Int], bytes: [UInt8])] = [:]

  /// A writer without tensors.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds a tensor in its own format, bit for bit.
  ///
  /// - Throws: ``SafetensorsError/duplicateKey(_:tensor:)`` if the name is taken, as `__metadata__` always is, and
  ///   ``SafetensorsError/tensor(_:field:found:expected:)`` if no reader would take so many dimensions.
  public mutating func add<Scalar: SafetensorsScalar>(
    _ name: String, _ tensor: Tensor<Scalar>
  ) throws(SafetensorsError) {
    try add(name, Scalar.safetensorsDType, tensor.shape, Scalar.encode(tensor.values))
  }

  private mutating func add(
    _ name: String, _ dtype: SafetensorsDType, _ shape: [Int], _ bytes: [UInt8]
  ) throws(SafetensorsError) {
    guard name != "__metadata__", tensors[name] == nil else { throw .duplicateKey(name, tensor: nil) }
    guard shape.count <= SafetensorsHeader.rankLimit else {
      throw .tensor(
        name, field: .shape, found: "\(shape)", expected: "at most \(SafetensorsHeader.rankLimit) dimensions")
    }
    tensors[name] = (dtype, shape, bytes)
  }

  /// Adds a tensor of any type by its bytes, little-endian.
  ///
  /// - Throws: As ``add(_:_:)``, and ``SafetensorsError/tensor(_:field:found:expected:)`` if the bytes aren't as many as the
  ///   shape needs.
  public mutating func add(
    _ name: String, dtype: SafetensorsDType, shape: [Int], bytes: [UInt8]
  ) throws(SafetensorsError) {
    guard bytes.count == shape.reduce(1, *) * dtype.size else {
      throw .tensor(
        name, field: .shape, found: "\(shape)",
        expected: "one of \(bytes.count / dtype.size) elements of \(dtype.rawValue)")
    }
    try add(name, dtype, shape, bytes)
  }

  /// The bytes of the file.
  ///
  /// - Throws: ``SafetensorsError`` if the header grows beyond what readers take.
  /// - Complexity: O(n + m log m) for n bytes in m tensors.
  public func encode() throws(SafetensorsError) -> Data {
    let ordered = tensors.sorted { a, b in
      a.value.dtype.size != b.value.dtype.size
        ? a.value.dtype.size > b.value.dtype.size : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }
    guard metadata.count <= SafetensorsHeader.metadataLimit else {
      throw .metadata(
        key: nil, found: "\(metadata.count) strings", expected: "at most \(SafetensorsHeader.metadataLimit)")
    }
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let strings = pairs.map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }
      members.append("\"__metadata__\":{\(strings.joined(separator: ","))}")
    }
    var end = 0
    for (name, tensor) in ordered {
      let begin = end
      end += tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(JSONText.quoted(name)):{\"dtype\":\"\(tensor.dtype.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    guard header.count <= SafetensorsHeader.lengthLimit else {
      throw .headerLength(UInt64(header.count), limit: SafetensorsHeader.lengthLimit)
    }
    var data = Data(capacity: 8 + header.count + end)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header)
    for (_, tensor) in ordered { data.append(contentsOf: tensor.bytes) }
    return data
  }

  /// Writes the file whole or not at all; one that is there is replaced.
  ///
  /// - Throws: As ``encode()``, and ``SafetensorsError/unwritable(path:reason:)``.
  public func write(to url: URL) throws(SafetensorsError) {
    let data = try encode()
    do throws(RegularFile.Failure) {
      try RegularFile.write(data, to: url)
    } catch {
      throw .unwritable(path: error.path, reason: error.reason)
    }
  }
}
