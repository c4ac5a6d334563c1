package wherefore.environment;

/// Somebody with an address. Where only the address is known, it is the name too.
public record Contact(String name, String address) {

    /// `Ilse Brandvoort <i.brandvoort@tarnbrook.example>`
    @Override
    public String toString() {
        return name.equals(address) ? address : name + " <" + address + ">";
    }
}
