import Timing

/// What a run found, as text.
struct Report {
  let load: String
  let processor: String
  var loadAtEnd = ""
  var notes: [String] = []
  var results: [Result] = []
  var size: [(exponent: Int, samples: Samples)] = []
  var allocations: [Int] = []
  var memory: (peak: Double, needed: Double)?

  init(load: String, processor: String) { (self.load, self.processor) = (load, processor) }

  var markdown: String {
    var lines = [
      "# Steps of CAME, side by side", "",
      "\(processor). Load \(load) before, \(loadAtEnd) after. \(notes.joined(separator: " "))",
    ]
    lines += [
      "Medians over the rounds of one interleaved run; spread: half the rounds lie that close to each other. Ratios are",
      "medians of the ratios of each round.", "",
    ]
    for result in results { lines += table(result) + [""] }
    lines += ["## What is asked of it", "", "| figure | measured | limit | |", "| --- | ---: | ---: | --- |"]
    lines += goals.map { goal in
      let holds = goal.atMost ? goal.measured <= goal.limit : goal.measured >= goal.limit
      let sign = goal.atMost ? "≤" : "≥"
      return
        "| \(goal.name) | \(goal.measured.text(3)) | \(sign) \(goal.limit.text(2)) | \(holds ? "holds" : "**missed**") |"
    }
    if !size.isEmpty {
      lines += ["", "## Nanoseconds a parameter, one thread, caches emptied before each step", ""]
      lines += ["| parameters | median | spread |", "| --- | ---: | ---: |"]
      lines += size.map { "| 2^\($0.exponent) | \($0.samples.median.text(3)) | \($0.samples.spread.text(3)) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func table(_ result: Result) -> [String] {
    var lines = [
      "## \(result.scene.title)", "",
      "| | threads | wall ms | spread | processor ms | against ours, one thread |",
      "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for entry in result.scene.entries {
      guard let pair = result.samples[entry] else { continue }
      let ratio = result.ratio(entry, to: .ours).map { "\($0.text(2)) ×" } ?? ""
      lines.append(
        "| \(entry.name) | \(entry.threads) | \((pair.wall.median / 1e6).text(3)) | \((pair.wall.spread / 1e6).text(3)) "
          + "| \((pair.cpu.median / 1e6).text(3)) | \(ratio) |")
    }
    return lines
  }

  private struct Goal {
    let name: String
    let measured: Double
    let limit: Double
    var atMost = true
  }

  private var goals: [Goal] {
    var goals: [Goal] = []
    func add(_ name: String, _ measured: Double?, atMost limit: Double) {
      if let measured { goals.append(Goal(name: name, measured: measured, limit: limit)) }
    }
    func add(_ name: String, _ measured: Double?, atLeast limit: Double) {
      if let measured { goals.append(Goal(name: name, measured: measured, limit: limit, atMost: false)) }
    }
    for result in results {
      let title = result.scene.title
      switch result.scene.shapes {
      case "4096x4096":
        add("\(title): time over C's", result.ratio(.ours, to: .c), atMost: 1.15)
        add("\(title): official CAME's time over ours", result.ratio(.official, to: .ours), atLeast: 10)
        add("\(title): time over fused AdamW's", result.ratio(.ours, to: .adamW), atMost: 1.4)
        add("\(title), two threads: over fused AdamW's", result.ratio(.oursTwice, to: .adamWTwice), atMost: 1.45)
      case "1024x1024":
        add("\(title): time over C's", result.ratio(.ours, to: .c), atMost: 1.1)
        add("\(title): official CAME's time over ours", result.ratio(.official, to: .ours), atLeast: 5)
        let processor = result.ratio(.official, to: .ours, cpu: true)
        add("\(title): official CAME's processor time over ours", processor, atLeast: 5)
        add("\(title): the same, its memory kept", result.ratio(.officialKept, to: .ours, cpu: true), atLeast: 5)
        if result.scene.count != "cold" {
          add("\(title): one thread's time over that of two", result.ratio(.ours, to: .oursTwice), atLeast: 1.7)
        }
      default:
        add("\(title): official CAME's time over ours", result.ratio(.official, to: .ours), atLeast: 5)
        add("\(title), two threads: the same", result.ratio(.officialTwice, to: .oursTwice), atLeast: 5)
      }
    }
    for (threads, count) in zip(1..., allocations) {
      add("allocations in ten steps of the model, \(threads) threads", Double(count), atMost: 0)
    }
    if let least = size.map(\.samples.median).min(), let most = size.map(\.samples.median).max() {
      add("cost a parameter from 2^22 to 2^26, most over least", most / least, atMost: 1.15)
    }
    if let memory { add("memory at 2^26 parameters over θ, g and state", memory.peak / memory.needed, atMost: 1.03) }
    return goals
  }
}
