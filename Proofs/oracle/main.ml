(* oracle FORMAT ORDER KIND: reads "m n t", eleven parameters, the parameter's start (m n numbers) and t gradients, all as
   unsigned bit patterns; prints a line of bit patterns for each step.  KIND is matrix, or vector with m = 1. *)
let () =
  let matrix, vector = match Sys.argv.(1) with
    | "binary16" -> Oracle_float.oracle_binary16, Oracle_float.vector_binary16
    | "bfloat16" -> Oracle_float.oracle_bfloat16, Oracle_float.vector_bfloat16
    | "binary32" -> Oracle_float.oracle_binary32, Oracle_float.vector_binary32
    | "binary64" -> Oracle_float.oracle_binary64, Oracle_float.vector_binary64
    | f -> prerr_endline ("unknown format " ^ f); exit 2 in
  let order = match Sys.argv.(2) with
    | "sequential" -> Oracle_float.InOrder
    | "tree" -> Oracle_float.Tree
    | o -> prerr_endline ("unknown order " ^ o); exit 2 in
  let z () = Scanf.scanf " %s" Z.of_string in
  let count () = Z.to_int (z ()) in
  (* List.init does not promise an order of evaluation; this does. *)
  let rec read k f = if k = 0 then [] else let x = f () in x :: read (k - 1) f in
  let m = count () in
  let n = count () in
  let t = count () in
  let ps = read 11 z in
  let theta = read (m * n) z in
  let lines = match Sys.argv.(3) with
    | "matrix" -> let gs = read t (fun () -> read m (fun () -> read n z)) in matrix order ps m n theta gs
    | "vector" -> let gs = read t (fun () -> read n z) in vector order ps n theta gs
    | k -> prerr_endline ("unknown kind " ^ k); exit 2 in
  List.iter (fun line -> print_endline (String.concat " " (List.map Z.to_string line))) lines
