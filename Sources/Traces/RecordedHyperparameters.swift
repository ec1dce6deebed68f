/// The hyperparameters of a run as decimal text, exactly as they were written.
///
/// `1e-30` is a decimal that no binary format holds, and each format under study must round it by itself. So it stays
/// text.
public struct RecordedHyperparameters: Hashable, Sendable {
  /// `η`, the step length.
  public let learningRate: String
  /// `ε1`, added to the squared gradient.
  public let epsilon1: String
  /// `ε2`, added to the instability.
  public let epsilon2: String
  /// `d`, the largest root mean square of an update.
  public let clipThreshold: String
  /// `β1`, the decay of the momentum.
  public let beta1: String
  /// `β2`, the decay of the mean of squares.
  public let beta2: String
  /// `β3`, the decay of the mean of the instability.
  public let beta3: String
  /// `λ`, the decoupled weight decay.
  public let weightDecay: String

  /// Hyperparameters as decimal text, such as `0.0002` or `1e-30`.
  ///
  /// - Throws: ``RecordedRunError/hyperparameters(key:found:expected:)`` if one isn't a number of JSON: no `+1`, `.5`,
  ///   `inf`.
  public init(
    learningRate: String, epsilon1: String, epsilon2: String, clipThreshold: String,
    beta1: String, beta2: String, beta3: String, weightDecay: String
  ) throws(RecordedRunError) {
    for (key, text) in [
      ("lr", learningRate), ("eps", epsilon1), ("eps", epsilon2), ("clip_threshold", clipThreshold),
      ("betas", beta1), ("betas", beta2), ("betas", beta3), ("weight_decay", weightDecay),
    ] {
      guard Self.isNumber(text) else {
        throw .hyperparameters(key: key, found: Wording.quoted(text), expected: "a number")
      }
    }
    self.learningRate = learningRate
    self.epsilon1 = epsilon1
    self.epsilon2 = epsilon2
    self.clipThreshold = clipThreshold
    self.beta1 = beta1
    self.beta2 = beta2
    self.beta3 = beta3
    self.weightDecay = weightDecay
  }

  /// The JSON that a run's metadata holds.
  package var json: String {
    "{\"lr\": \(learningRate), \"eps\": [\(epsilon1), \(epsilon2)], \"clip_threshold\": \(clipThreshold), "
      + "\"betas\": [\(beta1), \(beta2), \(beta3)], \"weight_decay\": \(weightDecay)}"
  }

  private static func isNumber(_ text: String) -> Bool {
    do throws(JSONSyntaxError) {
      var scanner = try JSONScanner(Array(text.utf8))
      return try scanner.number() == text
    } catch {
      return false
    }
  }
}
