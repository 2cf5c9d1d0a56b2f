select turn_unless(false, :turn, :holder, :pause, :longest) as place
