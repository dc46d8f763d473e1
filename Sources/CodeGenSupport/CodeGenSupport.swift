/// CodeGenSupport.
