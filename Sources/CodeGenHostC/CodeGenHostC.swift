/// CodeGenHostC.
