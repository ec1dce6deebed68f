/// What is wrong with a safetensors file, or with what is asked of it.
public enum SafetensorsError: Error, Equatable, Sendable {
  /// The operating system refuses to read it, or it isn't a regular file.
  case unreadable(path: String, reason: String)
  /// The operating system refuses to write it.
  case unwritable(path: String, reason: String)
  /// Too short to hold the header's length.
  case tooShort(bytes: Int)
  /// The header's length isn't one the format allows, or is more than the file holds.
  case headerLength(UInt64, limit: Int)
  /// The header isn't JSON; the offset counts from the header's start.
  case syntax(JSONSyntaxError)
  /// Two equal keys in one object; `tensor` is nil among the tensors themselves.
  ///
  /// Keys are equal if Swift's `String` holds them equal: `"é"` as one scalar and as two are the same key.
  case duplicateKey(String, tensor: String?)
  /// `__metadata__` isn't an object of strings; `key` is nil if it isn't an object at all.
  case metadata(key: String?, found: String, expected: String)
  /// A tensor's description isn't what the format asks for; `field` is nil if it isn't an object at all.
  case tensor(String, field: Field?, found: String, expected: String)
  /// A tensor's description has a field that the format doesn't know.
  case unknownField(tensor: String, field: String)
  /// Bytes `begin..<end` of the data belong to no tensor; the tensor after them is nil at the data's end.
  case hole(begin: Int, end: Int, before: String?)
  /// Two tensors claim the same bytes.
  case overlap(String, with: String, at: Int)
  /// No tensor of this name is in the file.
  case noTensor(String)
  /// The elements would have to be narrowed or aren't numbers of a kind that widens.
  case conversion(tensor: String, from: SafetensorsDType, to: SafetensorsDType)

  /// The parts of a tensor's description.
  public enum Field: String, Sendable {
    case dtype
    case shape
    case dataOffsets = "data_offsets"
  }
}

extension SafetensorsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
    case .unwritable(let path, let reason): "\(path) can't be written: \(reason)"
    case .tooShort(let bytes):
      "A safetensors file starts with an 8-byte header length, but this one has \(bytes) bytes."
    case .headerLength(let length, let limit):
      "The header length is \(length), but must be at least 2 and at most \(limit), "
        + (limit == SafetensorsHeader.lengthLimit ? "the format's limit." : "the bytes that follow it.")
    case .syntax(let error): "The header isn't JSON: \(error)."
    case .duplicateKey(let key, nil): "The header has the key \(Wording.quoted(key)) twice."
    case .duplicateKey(let key, let tensor?): "\(Wording.quoted(tensor)) has the key \(Wording.quoted(key)) twice."
    case .metadata(nil, let found, let expected): "__metadata__ is \(found), but must be \(expected)."
    case .metadata(let key?, let found, let expected):
      "__metadata__ \(Wording.quoted(key)) is \(found), but must be \(expected)."
    case .tensor(let name, nil, let found, let expected):
      "Tensor \(Wording.quoted(name)) is \(found), but must be \(expected)."
    case .tensor(let name, let field?, let found, let expected):
      "Tensor \(Wording.quoted(name)): \(field.rawValue) is \(found), but must be \(expected)."
    case .unknownField(let tensor, let field):
      "Tensor \(Wording.quoted(tensor)): unknown field \(Wording.quoted(field)); "
        + "the fields are dtype, shape and data_offsets."
    case .hole(let begin, let end, nil):
      "Bytes \(begin)..<\(end) at the end of the data belong to no tensor."
    case .hole(let begin, let end, let next?):
      "Bytes \(begin)..<\(end) of the data, before tensor \(Wording.quoted(next)), belong to no tensor."
    case .overlap(let name, let other, let offset):
      "Tensors \(Wording.quoted(other)) and \(Wording.quoted(name)) overlap at byte \(offset) of the data."
    case .noTensor(let name): "There is no tensor \(Wording.quoted(name))."
    case .conversion(let tensor, let from, let to):
      "Tensor \(Wording.quoted(tensor)) is \(from.rawValue), which doesn't widen to \(to.rawValue)."
    }
  }
}
