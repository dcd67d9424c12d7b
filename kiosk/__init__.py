"""ゆいまど without widgets and without hardware; only app.py knows Qt and wires the rest."""
