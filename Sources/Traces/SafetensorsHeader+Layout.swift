extension SafetensorsEntry {
  /// Checks that the bytes a header names for a tensor are as many as its shape needs.
  init(name: String, shape: [Int], offsets: [Int], dtype: SafetensorsDType) throws(SafetensorsError) {
    guard offsets.count == 2 else {
      throw .tensor(name, field: .dataOffsets, found: "\(offsets)", expected: "two numbers, begin and end")
    }
    guard offsets[0] <= offsets[1] else {
      throw .tensor(name, field: .dataOffsets, found: "\(offsets)", expected: "in ascending order")
    }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else {
        throw .tensor(name, field: .shape, found: "\(shape)", expected: "a shape of at most \(Int.max) elements")
      }
      count = product
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: dtype.size)
    guard !overflow else {
      throw .tensor(name, field: .shape, found: "\(shape)", expected: "a shape of at most \(Int.max) bytes")
    }
    guard offsets[1] - offsets[0] == size else {
      throw .tensor(
        name, field: .dataOffsets, found: "\(offsets), which is \(offsets[1] - offsets[0]) bytes",
        expected: "\(size) bytes for shape \(shape) of \(dtype.rawValue)")
    }
    self.init(name: name, shape: shape, bytes: offsets[0]..<offsets[1], dtype: dtype)
  }
}

extension SafetensorsHeader {
  /// Checks that the tensors fill `size` bytes of data with neither holes nor overlaps.
  ///
  /// Edge Cases: an empty tensor lies at the border of two others, not within one.
  ///
  /// - Complexity: O(n log n) for n tensors.
  func checkLayout(dataSize size: Int) throws(SafetensorsError) {
    let places = entries.indices.sorted {
      let (a, b) = (entries[$0].bytes, entries[$1].bytes)
      return (a.lowerBound, a.upperBound, $0) < (b.lowerBound, b.upperBound, $1)
    }
    var end = 0
    var previous: String?
    for place in places {
      let entry = entries[place]
      guard entry.bytes.upperBound <= size else {
        throw .tensor(
          entry.name, field: .dataOffsets, found: "[\(entry.bytes.lowerBound), \(entry.bytes.upperBound)]",
          expected: "within the data, which has \(size) bytes")
      }
      guard entry.bytes.lowerBound <= end else {
        throw .hole(begin: end, end: entry.bytes.lowerBound, before: entry.name)
      }
      if let previous, entry.bytes.lowerBound < end {
        throw .overlap(entry.name, with: previous, at: entry.bytes.lowerBound)
      }
      end = entry.bytes.upperBound
      previous = entry.name
    }
    guard end == size else { throw .hole(begin: end, end: size, before: nil) }
  }
}
