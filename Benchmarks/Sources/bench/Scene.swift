/// A model that all sides step in turn.
struct Scene {
  let title: String
  /// As the contestants read it.
  let shapes: String
  /// Steps in a row for one sample, or `cold`: one after the caches were emptied.
  let count: String
  let roundsFactor: Int
  let isLong: Bool
  let entries: [Entry]

  static let all = [
    Scene(
      title: "1024 × 1024, steps in a row", shapes: "1024x1024", count: "20", roundsFactor: 2, isLong: false,
      entries: Entry.all),
    Scene(
      title: "1024 × 1024, caches emptied before each step", shapes: "1024x1024", count: "cold", roundsFactor: 2,
      isLong: false, entries: Entry.all),
    Scene(
      title: "4096 × 4096", shapes: "4096x4096", count: "2", roundsFactor: 1, isLong: false, entries: Entry.all),
    Scene(
      title: "BERT-base, 199 tensors, 109 M parameters", shapes: bert, count: "1", roundsFactor: 1, isLong: true,
      entries: Entry.all.filter { $0.rule != "c" }),
  ]

  /// Every parameter of BERT-base with its pooler, in the order of the model.
  static var bert: String {
    let embeddings = ["30522x768", "512x768", "2x768", "768", "768"]
    let attention = Array(repeating: ["768x768", "768"], count: 4).flatMap { $0 }
    let layer = attention + ["768", "768", "3072x768", "3072", "768x3072", "768", "768", "768"]
    return (embeddings + Array(repeating: layer, count: 12).flatMap { $0 } + ["768x768", "768"]).joined(separator: ",")
  }
}

/// Who makes a step, and with how many threads.
struct Entry: Hashable {
  enum Side: String { case native, portable, torch, torchKept }
  let name: String
  let side: Side
  let rule: String
  let threads: Int

  init(_ name: String, _ side: Side, _ rule: String, _ threads: Int) {
    (self.name, self.side, self.rule, self.threads) = (name, side, rule, threads)
  }

  static let ours = Entry("FusedCAME, this processor", .native, "came", 1)
  static let oursTwice = Entry("FusedCAME, this processor", .native, "came", 2)
  static let portable = Entry("FusedCAME, any processor", .portable, "came", 1)
  static let c = Entry("C by hand, this processor", .native, "c", 1)
  static let portableC = Entry("C by hand, any processor", .portable, "c", 1)
  static let official = Entry("official CAME (PyTorch)", .torch, "came", 1)
  static let officialTwice = Entry("official CAME (PyTorch)", .torch, "came", 2)
  /// With an allocator that keeps what is given back: the official code's temporaries are otherwise new pages at every
  /// step, which the kernel fills with zeros, so that its time depends on what the process did before.
  static let officialKept = Entry("the same, its memory kept", .torchKept, "came", 1)
  static let adamW = Entry("AdamW, fused (PyTorch)", .torch, "adamw", 1)
  static let adamWTwice = Entry("AdamW, fused (PyTorch)", .torch, "adamw", 2)

  static let all = [
    ours, oursTwice, portable, Entry("FusedCAME, any processor", .portable, "came", 2), c, portableC, official,
    officialTwice, officialKept, adamW, adamWTwice, Entry("stream: a = b + s c", .native, "triad", 1),
    Entry("stream: a = b + s c", .native, "triad", 2),
  ]
}
