(* oracle_interval PREC ORDER: reads "m n t", nine rationals as "num den", then t*m*n gradients as "num exp" for num*2^exp;
   prints a line for each step, "lo_num lo_exp hi_num hi_exp" for each number, or "-" where it is not bounded. *)
let () =
  let prec = Z.of_string Sys.argv.(1) in
  let order = match Sys.argv.(2) with "tree" -> Oracle_interval.Tree | _ -> Oracle_interval.InOrder in
  let z () = Scanf.scanf " %s" Z.of_string in
  let count () = Z.to_int (z ()) in
  let m = count () in
  let n = count () in
  let t = count () in
  let rec read k f = if k = 0 then [] else let x = f () in x :: read (k - 1) f in
  let pair () = let a = z () in let b = z () in (a, b) in
  let ps = read 9 pair in
  let gs = read t (fun () -> read m (fun () -> read n pair)) in
  let text = function
    | Some ((a, e), (b, f)) -> String.concat " " (List.map Z.to_string [a; e; b; f])
    | None -> "-" in
  List.iter (fun line -> print_endline (String.concat " " (List.map text line)))
    (Oracle_interval.oracle_interval order prec ps m n gs)
