-- Where the site of an audit begins.
SELECT site.address FROM audit JOIN site ON site.id = audit.site WHERE audit.id = $1
