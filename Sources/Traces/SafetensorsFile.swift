public import CAMECore
public import Foundation

/// A safetensors file that has been checked whole: header, shapes, offsets and size.
///
/// A file opens only if every tensor in it can be read, so no lookup fails for the file's fault later. The checks are
/// those of the format's specification, including two that common readers skip: equal keys and unknown fields are
/// errors.
///
///     let file = try SafetensorsFile(contentsOf: url)
///     let weight: Tensor<Float> = try file.tensor("weight")
///
/// > Warning: The file may be memory-mapped; another program that shortens it in place while it is open crashes this
/// one.
///
/// Reference: https://huggingface.co/docs/safetensors, "Format".
public struct SafetensorsFile: Sendable {
  /// The `__metadata__` of the header; empty if there is none.
  public let metadata: [String: String]
  /// Every tensor's name, type, shape and place, in the order of the header.
  public let entries: [SafetensorsEntry]

  private let index: [String: Int]
  private let data: Data
  private let dataStart: Int

  /// Opens a file and checks it.
  ///
  /// - Throws: ``SafetensorsError``
  /// - Complexity: O(n log n) for n tensors; the data isn't read.
  public init(contentsOf url: URL) throws(SafetensorsError) {
    let data: Data
    do throws(RegularFile.Failure) {
      data = try RegularFile.read(url)
    } catch {
      throw .unreadable(path: error.path, reason: error.reason)
    }
    try self.init(data: data)
  }

  /// Checks the bytes of a file.
  ///
  /// - Throws: ``SafetensorsError``
  public init(data: Data) throws(SafetensorsError) {
    guard data.count >= 8 else { throw .tooShort(bytes: data.count) }
    let length = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    let limit = min(SafetensorsHeader.lengthLimit, data.count - 8)
    guard length >= 2, length <= UInt64(limit) else { throw .headerLength(length, limit: limit) }
    let dataStart = 8 + Int(length)
    let header = try SafetensorsHeader(data.withUnsafeBytes { Array($0[8..<dataStart]) })
    try header.checkLayout(dataSize: data.count - dataStart)
    self.metadata = header.metadata
    self.entries = header.entries
    self.index = header.index
    self.data = data
    self.dataStart = dataStart
  }

  /// All bytes of the file, header and data.
  public var contents: Data { data }

  /// What the header says of the tensor of this name; nil if there is none.
  ///
  /// - Complexity: O(1)
  public subscript(name: String) -> SafetensorsEntry? {
    index[name].map { entries[$0] }
  }

  /// The tensor of this name, each element widened exactly where its type is narrower.
  ///
  /// `F16` and `BF16` widen to `Float`, and `F16`, `BF16` and `F32` to `Double`. Integers don't convert.
  ///
  /// - Throws: ``SafetensorsError/noTensor(_:)``, or ``SafetensorsError/conversion(tensor:from:to:)`` where exactness
  ///   is lost.
  /// - Complexity: O(n) for n elements.
  public func tensor<Scalar: SafetensorsScalar>(
    _ name: String, as type: Scalar.Type = Scalar.self
  ) throws(SafetensorsError) -> Tensor<Scalar> {
    guard let entry = self[name] else { throw .noTensor(name) }
    let place = dataStart + entry.bytes.lowerBound..<dataStart + entry.bytes.upperBound
    let decoded = data.withUnsafeBytes { bytes in
      Scalar.decode(UnsafeRawBufferPointer(rebasing: bytes[place]), dtype: entry.dtype)
    }
    guard let values = decoded else {
      throw .conversion(tensor: name, from: entry.dtype, to: Scalar.safetensorsDType)
    }
    guard let tensor = try? Tensor(shape: entry.shape, values: values) else {
      preconditionFailure("Checked \(Wording.quoted(name)), yet \(entry.shape) isn't \(values.count) values.")
    }
    return tensor
  }

  /// The bytes of the tensor of this name as they are in the file; of any type.
  ///
  /// - Throws: ``SafetensorsError/noTensor(_:)``
  public func bytes(of name: String) throws(SafetensorsError) -> Data {
    guard let entry = self[name] else { throw .noTensor(name) }
    let start = data.startIndex + dataStart
    return data[start + entry.bytes.lowerBound..<start + entry.bytes.upperBound]
  }
}
