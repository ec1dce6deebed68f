/// The shapes of a published model's trained parameters.
public struct ModelShapes: Sendable {
  /// The name at the command line, such as `bert-base`.
  public let name: String
  /// The name in text, such as "BERT-base".
  public let title: String
  /// What counts as trained, in a clause.
  public let remark: String
  /// Each shape with how often it occurs.
  public let tensors: [Part]

  /// A shape and how often it occurs.
  public struct Part: Hashable, Sendable {
    public let shape: [Int]
    public let copies: Int

    public init(_ shape: [Int], _ copies: Int = 1) { (self.shape, self.copies) = (shape, copies) }
  }

  public init(name: String, title: String, remark: String, tensors: [Part]) {
    (self.name, self.title, self.remark, self.tensors) = (name, title, remark, tensors)
  }

  /// How many parameters there are.
  public var count: Int { total { $0.reduce(1, *) } }

  /// The sum over all tensors of what is counted for a shape.
  public func total(_ ofShape: ([Int]) -> Int) -> Int { tensors.reduce(0) { $0 + $1.copies * ofShape($1.shape) } }

  /// Six models from 110 million to 6.7 billion parameters.
  public static let all = [
    bert("bert-base", "BERT-base", width: 768, layers: 12), bert("bert-large", "BERT-large", width: 1024, layers: 24),
    gpt2("gpt2", "GPT-2 124M", width: 768, layers: 12), gpt2("gpt2-medium", "GPT-2 medium", width: 1024, layers: 24),
    t5Base, llama7B,
  ]

  /// Reference: Devlin, Chang, Lee, Toutanova, *BERT*, NAACL 2019; shapes as in the authors' release.
  private static func bert(_ name: String, _ title: String, width d: Int, layers: Int) -> Self {
    Self(
      name: name, title: title, remark: "with both heads of its pre-training; the decoder is the embedding",
      tensors: [
        Part([30522, d]), Part([512, d]), Part([2, d]),
        // Four projections of attention, the pooler, and the transform before the decoder.
        Part([d, d], 4 * layers + 2), Part([4 * d, d], layers), Part([d, 4 * d], layers),
        // Biases of those, two normalizations a layer, and one of the embedding and of the transform.
        Part([d], (4 + 1 + 4) * layers + 2 + 2 + 2), Part([4 * d], layers), Part([30522]),
        Part([2, d]), Part([2]),
      ])
  }

  /// Reference: Radford and others, *Language Models are Unsupervised Multitask Learners*, 2019; shapes as in the release.
  private static func gpt2(_ name: String, _ title: String, width d: Int, layers: Int) -> Self {
    Self(
      name: name, title: title, remark: "the head is the embedding",
      tensors: [
        Part([50257, d]), Part([1024, d]), Part([d, 3 * d], layers), Part([d, d], layers), Part([d, 4 * d], layers),
        Part([4 * d, d], layers), Part([3 * d], layers), Part([4 * d], layers), Part([d], 6 * layers + 2),
      ])
  }

  /// Reference: Raffel and others, *Exploring the Limits of Transfer Learning*, JMLR 21, 2020; version 1.0.
  private static let t5Base = Self(
    name: "t5-base", title: "T5-base", remark: "version 1.0; one embedding for encoder, decoder and head",
    tensors: [
      Part([32128, 768]), Part([768, 768], 12 * 4 + 12 * 8), Part([3072, 768], 24), Part([768, 3072], 24),
      Part([32, 12], 2), Part([768], 12 * 2 + 12 * 3 + 2),
    ])

  /// Reference: Touvron and others, *LLaMA: Open and Efficient Foundation Language Models*, 2023.
  private static let llama7B = Self(
    name: "llama-7b", title: "LLaMA-7B", remark: "embedding and head apart",
    tensors: [
      Part([32000, 4096], 2), Part([4096, 4096], 4 * 32), Part([11008, 4096], 2 * 32), Part([4096, 11008], 32),
      Part([4096], 2 * 32 + 1),
    ])
}
