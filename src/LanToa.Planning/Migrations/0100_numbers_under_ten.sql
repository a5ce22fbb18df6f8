-- A plan whose number is under 10 is called as its document prints it, 09/KH-UBND, and found by either.
UPDATE plan SET search_text = '0' || search_text || ' ' || number WHERE number ~ '^[1-9]$' AND search_text LIKE number || '%';

-- Also where the zero was typed.
UPDATE plan SET search_text = search_text || ' ' || ltrim(number, '0') WHERE number ~ '^0+[1-9][0-9]*$' AND search_text NOT LIKE '% ' || ltrim(number, '0');
