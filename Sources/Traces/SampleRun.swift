public import Foundation

/// The recorded runs that come with the lab, made with the official PyTorch code in Float32.
///
/// Each has an `info.json` beside it that says how it was made. The texts of the language models are of the King James
/// Bible.
public enum SampleRun: String, CaseIterable, Sendable {
  /// A masked language model of width 16 at batch 256, 100 steps.
  case kjvSmall = "kjv-mlm-d16-b256"
  /// The same of width 32 at batch 2,048, with weight decay, 24 steps.
  case kjvWide = "kjv-mlm-d32-b2048"
  /// Twelve tensors of no to four dimensions under rough gradients, 12 steps.
  ///
  /// From step 3 the official code's `p8_64x64` is NaN, though every gradient is finite.
  case shapes = "shapes"

  /// The one that is used where none is named.
  public static var `default`: SampleRun { .kjvSmall }

  /// The sample of a name, with or without `.safetensors`; nil if there is none.
  public init?(named name: String) {
    let suffix = ".safetensors"
    self.init(rawValue: name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name)
  }

  /// The name of the file without `.safetensors`.
  public var name: String { rawValue }

  /// Where the file lies.
  public var url: URL {
    guard let url = Bundle.module.url(forResource: rawValue, withExtension: "safetensors", subdirectory: "Resources")
    else { preconditionFailure("The resources of this build lack \(rawValue).safetensors.") }
    return url
  }
}
