-- Whether a site has a link of this code.
SELECT code FROM link WHERE site = $1 AND code = $2
