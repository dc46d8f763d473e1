/// Driver.
