/// CodeGenEBPF.
