internal import CAMECore

/// How a mutant lays out the elements of a tensor.
struct Layout {
  /// The shape of the tensor.
  let given: [Int]
  /// The shape as which the tensor is treated.
  let shape: [Int]
  /// The place of each element of the tensor as it is treated, in the tensor as it was given; nil where the order stays.
  let places: [Int]?

  init(of given: [Int], axes: [Int]?, shape: (([Int]) -> [Int])?) {
    let permuted = axes.map { $0.map { given[$0] } } ?? given
    self.given = given
    self.shape = shape?(permuted) ?? permuted
    places = axes.map { axes in
      var strides = given
      var stride = 1
      for axis in given.indices.reversed() { (strides[axis], stride) = (stride, stride * given[axis]) }
      return axes.reduce([0]) { places, axis in
        places.flatMap { place in (0..<given[axis]).map { place + $0 * strides[axis] } }
      }
    }
  }

  func apply<Scalar>(to x: Tensor<Scalar>) -> Tensor<Scalar> {
    (places.map { $0.map { x[$0] } } ?? x.values).shaped(shape)
  }

  func undo<Scalar>(on x: Tensor<Scalar>) -> Tensor<Scalar> {
    var values = x.values
    for (i, place) in (places ?? []).enumerated() { values[place] = x[i] }
    return values.shaped(given)
  }
}

extension Array {
  /// The values in a shape that holds as many.
  func shaped(_ shape: [Int]) -> Tensor<Element> {
    do {
      return try Tensor(shape: shape, values: self)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
