/// What becomes of a number that lies between two numbers of a format.
public enum RoundingMode: String, CaseIterable, Hashable, Sendable {
  /// To the nearer one; a tie to the one with an even significand.
  case nearest
  /// To the one nearer to zero: the extra bits are cut off.
  case towardZero = "truncated"
  /// To either, with a probability that is the share of the way: right on average.
  ///
  /// Reference: Croci, Fasi, Higham, Mary, Mikaitis, *Stochastic Rounding: Implementation, Error Analysis and
  /// Applications*, Royal Society Open Science 9, 2022.
  case stochastic
}
