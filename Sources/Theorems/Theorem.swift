/// A theorem of `Proofs`, as its manifest has it.
///
/// The manifest is written from the compiled proofs by `make -C Proofs audit`: a name that stands here is proved.
public struct Theorem: Hashable, Identifiable, Sendable {
  /// File and name, such as `Clip.rms_clip_eq`.
  public let name: String
  /// The first eight digits of the statement's SHA-256.
  public let digest: String
  /// In words and formulas.
  public let words: String
  /// As Coq prints it.
  public let statement: String

  public var id: String { name }

  init(_ name: String, _ digest: String, words: String, statement: String) {
    (self.name, self.digest, self.words, self.statement) = (name, digest, words, statement)
  }
}

/// A theorem that code rests on, with the digest of the statement that was read when it was cited.
public struct Citation: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let digest: String

  public init(_ name: String, _ digest: String) { (self.name, self.digest) = (name, digest) }

  public var description: String { name }

  /// The theorem, if it is still there and still says the same.
  ///
  /// - Throws: ``CitationError``.
  public func theorem(among theorems: [Theorem] = Theorem.all) throws(CitationError) -> Theorem {
    guard let theorem = theorems.first(where: { $0.name == name }) else { throw .missing(name) }
    guard theorem.digest == digest else { throw .changed(theorem, cited: digest) }
    return theorem
  }
}

/// Why a citation doesn't hold.
public enum CitationError: Error, Equatable, CustomStringConvertible {
  case missing(String)
  case changed(Theorem, cited: String)

  public var description: String {
    switch self {
    case .missing(let name): "Proofs has no theorem \(name)."
    case .changed(let theorem, let cited):
      """
      The statement of \(theorem.name) has changed: it was \(cited) when it was cited and is \(theorem.digest) now. Read it again, \
      and cite that if it still says what is needed: \(theorem.statement)
      """
    }
  }
}
