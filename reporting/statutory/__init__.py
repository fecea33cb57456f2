"""The statutory reports of the commune's office (Circular 01/2024/TT-TTCP): counted by days, filled in by hand, issued frozen."""
