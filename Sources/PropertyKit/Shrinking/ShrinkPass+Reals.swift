/// Passes that make real numbers simpler, in the order of ``Dyadic``.
extension ShrinkPass {
  /// One number at a time.
  static let shrinkReals = ShrinkPass(name: "shrink reals") { shrinker in
    for slot in shrinker.realSlots() { shrinkReals([slot], shrinker) }
  }

  /// Makes the numbers at the places simpler; they have one magnitude, and keep their signs.
  static func shrinkReals(_ slots: [RealSlot], _ shrinker: Shrinker) {
    guard let start = slots[0].value(in: shrinker.choices), start != .zero else { return }
    let flips = slots.map { ($0.value(in: shrinker.choices) ?? start).isNegative != start.isNegative }
    func set(_ x: Dyadic) -> Bool {
      guard let now = slots[0].value(in: shrinker.choices), x.isSimpler(than: now) else { return false }
      return shrinker.attempt(setting: zip(slots, flips).map { ($0, $1 ? -x : x) })
    }
    var now: Dyadic { slots[0].value(in: shrinker.choices) ?? .zero }

    if set(.zero) || set(.one) || set(-.one) { return }
    guard start.kind == .finite else {
      if set(.infinity) || set(-.infinity) { return }
      for exponent in [10, 100, 1000] where set(.power(exponent)) || set(-.power(exponent)) { break }
      return shrinkFinite(set, now: { now })
    }
    shrinkFinite(set, now: { now })
  }

  private static func shrinkFinite(_ set: (Dyadic) -> Bool, now: () -> Dyadic) {
    guard now().kind == .finite else { return }
    if now().isNegative { _ = set(now().magnitude) }
    fewerBits(set, now)
    lowerExponent(set, now)
    lowerSignificand(set, now)
  }

  /// To the fewest significant bits: a power of two near the number or at its last bit, else the number rounded.
  private static func fewerBits(_ set: (Dyadic) -> Bool, _ now: () -> Dyadic) {
    let x = now()
    guard x.significantBits > 1 else { return }
    func short(_ bits: Int) -> Bool {
      set(x.rounded(toBits: bits, .towardZero)) || set(x.rounded(toBits: bits, .awayFromZero))
    }
    if short(1) { return }
    // At its last bit, and where that would be half an ulp of it.
    let last = Dyadic.power(x.exponent - x.significantBits + 1).with(isNegative: x.isNegative)
    if set(last) || set(last.scaled(by: -1)) { return }
    // As far on the other side of a power of two: 1 − 2^−k has a bit less than 1 + 2^−k.
    let power = x.rounded(toBits: 1, .towardZero)
    let beyond = power.scaled(by: 1).adding(-x)
    if beyond.kind == .finite, set(beyond) { return fewerBits(set, now) }
    // The least count of bits that works, from below.
    var (failing, working) = (1, x.significantBits)
    var probe = 2
    while probe < working {
      if short(probe) {
        working = probe
        break
      }
      failing = probe
      probe *= 2
    }
    while failing + 1 < working {
      let middle = failing + (working - failing) / 2
      if short(middle) { working = middle } else { failing = middle }
    }
  }

  private static func lowerExponent(_ set: (Dyadic) -> Bool, _ now: () -> Dyadic) {
    let x = now()
    guard x.kind == .finite, x.exponent != 0 else { return }
    if x.exponent < 0, set(x.with(exponent: -x.exponent)) { return lowerExponent(set, now) }
    findLeast(UInt64(abs(x.exponent))) { t in set(x.with(exponent: x.exponent > 0 ? Int(t) : -Int(t))) }
    // A change of sign may reach nearer to 0.
    let near = abs(now().exponent)
    for t in 1..<max(2, min(near, 9)) where set(now().with(exponent: x.exponent > 0 ? -t : t)) { break }
  }

  /// To the least significand of as many bits.
  private static func lowerSignificand(_ set: (Dyadic) -> Bool, _ now: () -> Dyadic) {
    let x = now()
    guard x.kind == .finite, (2...62).contains(x.significantBits) else { return }
    let bits = UInt64(x.significantBits)
    let (integer, least) = (x.high >> (64 - bits), UInt64(1) << (bits - 1))
    findLeast(integer - least) { t in
      set(Dyadic(isNegative: x.isNegative, exponent: x.exponent, high: (least + t) << (64 - bits)))
    }
  }

  /// A power of two in the place of a number with more bits, from the simplest one up.
  ///
  /// It finds what no step from the number leads to, at up to five evaluations a bit: 1 + 2^−52 to 2^−53.
  static let sweepPowers = ShrinkPass(name: "sweep powers") { shrinker in
    for slot in shrinker.realSlots(limit: 8) {
      guard let x = slot.value(in: shrinker.choices), x.significantBits > 1 else { continue }
      let reach = max(64, x.significantBits + x.significantBits / 4)
      let exponents = (0...reach).lazy.flatMap { $0 == 0 ? [0] : [$0, -$0] }
      for exponent in exponents where shrinker.attempt(setting: [(slot, .power(exponent))]) { break }
    }
  }

  /// All numbers, or two of them, times one power of two; all of them with as few bits; all of them negated.
  static let scaleReals = ShrinkPass(name: "scale reals") { shrinker in
    let slots = shrinker.realSlots()
    func finite(_ slot: RealSlot) -> Dyadic? {
      guard let x = slot.value(in: shrinker.choices), x.kind == .finite else { return nil }
      return x
    }
    func scale(_ group: [RealSlot]) {
      let numbers = group.compactMap { slot in finite(slot).map { (slot, $0) } }
      guard let (_, first) = numbers.first, numbers.count > 1, first.exponent != 0 else { return }
      findLeast(UInt64(abs(first.exponent))) { t in
        let shift = (first.exponent > 0 ? Int(t) : -Int(t)) - first.exponent
        return shrinker.attempt(setting: numbers.map { ($0, $1.scaled(by: shift)) })
      }
    }
    let numbers = slots.compactMap { slot in finite(slot).map { (slot, $0) } }
    if numbers.first?.1.isNegative == true { shrinker.attempt(setting: numbers.map { ($0, -$1) }) }
    // What one number alone can't give up without the others.
    for bits in [1, 2] { shrinker.attempt(setting: numbers.map { ($0, $1.rounded(toBits: bits, .towardZero)) }) }
    scale(slots)
    if slots.count > 2 {
      for (place, slot) in slots.enumerated() {
        for other in slots[(place + 1)...].prefix(4) { scale([slot, other]) }
      }
    }
  }

  /// Two numbers with the same sum, or the same difference, or the other way round.
  static let shiftReals = ShrinkPass(name: "shift reals") { shrinker in
    let slots = shrinker.realSlots(limit: 32)
    for (place, slot) in slots.enumerated() {
      for other in slots[(place + 1)...].prefix(8) {
        guard let x = slot.value(in: shrinker.choices), let y = other.value(in: shrinker.choices), x.kind == .finite,
          y.kind == .finite
        else { continue }
        if y.isSimpler(than: x) { shrinker.attempt(setting: [(slot, y), (other, x)]) }
        if x.magnitude == y.magnitude {
          shrinkReals([slot, other], shrinker)
          continue
        }
        guard abs(x.exponent - y.exponent) < 2000 else { continue }
        for simple in [.zero, .one, x.rounded(toBits: 1, .towardZero), x.rounded(toBits: 2, .towardZero)] {
          guard simple.isSimpler(than: x) else { break }
          let change = x.adding(-simple)
          let isShifted = shrinker.attempt(setting: [(slot, simple), (other, y.adding(change))])
          if isShifted || shrinker.attempt(setting: [(slot, simple), (other, y.adding(-change))]) { break }
        }
      }
    }
  }
}
