/// A large k for which `works` holds, with 0 taken for granted: the last before the first failure, if failures go on.
///
/// Steps of one up to 4, then doubling, then halving: few evaluations for a small answer, logarithmically many for a large.
///
/// Reference: MacIver, *Improving Binary Search by Guessing*, 2019.
@discardableResult
func findLargest(_ works: (Int) -> Bool) -> Int {
  for k in 1...4 where !works(k) { return k - 1 }
  var (low, high) = (4, 8)
  while works(high) {
    low = high
    guard high < 1 << 40 else { return low }
    high *= 2
  }
  while low + 1 < high {
    let middle = low + (high - low) / 2
    if works(middle) { low = middle } else { high = middle }
  }
  return low
}

/// A small t in 0...distance for which `works` holds, given that it holds for `distance`: the least, if all above it work.
///
/// 0 and 1 first, then as many halvings as work, then bisection. Gives up where neither one nor two less than the best work: then
/// most likely nothing less does.
@discardableResult
func findLeast(_ distance: UInt64, _ works: (UInt64) -> Bool) -> UInt64 {
  guard distance > 0, !works(0) else { return 0 }
  if distance > 3, works(1) { return 1 }
  let halvings = findLargest { k in k < 64 && distance >> UInt64(k) > 0 && works(distance >> UInt64(k)) }
  var high = distance >> UInt64(halvings)
  var low = high / 2
  guard high - 1 > low else { return high }
  guard works(high - 1) else {
    // 11 beside 10 may also be 9.
    return high - 2 > low && works(high - 2) ? high - 2 : high
  }
  high -= 1
  while low + 1 < high {
    let middle = low + (high - low) / 2
    if works(middle) { high = middle } else { low = middle }
  }
  return high
}
