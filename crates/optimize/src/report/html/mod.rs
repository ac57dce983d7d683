pub(super) fn write(
    _: &crate::audit::Audit,
    _: &super::Options<'_>,
    _: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    Ok(())
}
