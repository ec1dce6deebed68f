/// A policy that people train with, by name.
public struct PolicyPreset: Sendable {
  /// The name at the command line.
  public let name: String
  /// The policy that it stands for.
  public let policy: String
  /// What it is and who does so, in a clause.
  public let summary: String
}

extension Policy {
  /// The policies that have a name.
  public static var presets: [PolicyPreset] {
    [
      PolicyPreset(
        name: "official", policy: "float16/float",
        summary: "half-precision parameters and gradients, Float inside: the official code with a model in Float16"),
      PolicyPreset(
        name: "pure-bfloat16", policy: "bfloat16,sum=float",
        summary:
          "BFloat16 throughout, with sums in Float as in PyTorch's reductions: a port without the official code's cast"),
      PolicyPreset(
        name: "bfloat16-stochastic", policy: "bfloat16/float,param=bfloat16:stochastic",
        summary: "parameters in BFloat16, rounded at random when written: what trainers without a Float copy do"),
      PolicyPreset(
        name: "8-bit-states", policy: "float,m=dynamic8,v=dynamic8u",
        summary: "momentum, and the second moment of vectors, in 8-bit dynamic codes with a scale for every 256 numbers"
      ),
      PolicyPreset(
        name: "4-bit-states", policy: "float,m=dynamic4,v=linear4u",
        summary: "the same in 4-bit codes with a scale for every 128 numbers"),
      PolicyPreset(
        name: "float8", policy: "bfloat16/float,param=bfloat16:stochastic,m=e4m3x256",
        summary: "parameters in BFloat16 rounded at random, momentum in scaled FP8 E4M3"),
    ]
  }

  /// The policies of a report when none are named: pure half precision and its cure, `1 − β` in Float and its cure,
  /// Double, and MPFR as a check on the reference; those of them whose formats this build has.
  public static var defaults: [Policy] {
    ["float16", "float16/float", "float@direct", "float", "double", "mpfr127"].compactMap { try? Policy($0) }
  }
}
